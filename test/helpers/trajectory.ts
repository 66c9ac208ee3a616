import trajectories from "../../fixtures/train/trajectories.json" with { type: "json" };
import { settingsFromArguments } from "../../src/experiments/settings/runArguments.js";
import { completeSettings, type RunSettings } from "../../src/experiments/settings/runSettings.js";
import type { NamedArray } from "../../src/train/trainer/trainer.js";

/** Numbers of arrays, by name. */
export type Arrays = Readonly<Record<string, readonly number[]>>;

/** What PyTorch computed in one run of the original. */
export interface Trajectory {
  readonly name: string;
  readonly argv: readonly string[];
  readonly subsets: readonly (readonly number[])[];
  /** SHA-256 of the first batch's inputs and targets as single precision numbers. */
  readonly batch: string;
  readonly initial: Arrays;
  /** The first iteration; gradients before their norm is clipped. */
  readonly step: {
    readonly criterion: number;
    readonly regularizer: number;
    readonly total: number;
    readonly norm: number;
    readonly beta: number;
    readonly ramp: number;
    readonly penalties: Readonly<Record<string, number>>;
    readonly gradients: Arrays;
  };
  /** By the number of updates. */
  readonly weights: Readonly<Record<string, Arrays>>;
  /** Interpolation and extrapolation error by the number of updates. */
  readonly errors: Readonly<Record<string, readonly [number, number]>>;
  readonly sparsity: Readonly<Record<string, number>>;
  /** How far PyTorch's weights are from its own when the order of the batch is reversed. */
  readonly sensitivity?: Readonly<Record<string, number>>;
  readonly errorSensitivity?: Readonly<Record<string, number>>;
}

export const allTrajectories = trajectories as unknown as readonly Trajectory[];

export function settingsOf({ argv }: Trajectory): RunSettings {
  const values = new Map<string, string[]>();
  let current: string[] = [];
  for (const word of argv) {
    if (word.startsWith("--")) {
      current = [];
      values.set(word, current);
    } else current.push(word);
  }
  return completeSettings(settingsFromArguments(values));
}

export function toArrays(arrays: readonly NamedArray[]): Record<string, number[]> {
  return Object.fromEntries(arrays.map(({ name, values }) => [name, [...values]]));
}

/** The largest difference between arrays of the same names. */
export function largestDifference(actual: Arrays, expected: Arrays): number {
  const differences = Object.entries(expected).flatMap(([name, values]) =>
    values.map((value, i) => Math.abs(actual[name][i] - value)),
  );
  return differences.some(Number.isNaN) ? NaN : Math.max(...differences);
}

export function largestMagnitude(arrays: Arrays): number {
  return Math.max(...Object.values(arrays).flat().map(Math.abs));
}

import { parseNumberRange } from "../../experiments/values/numberRange.js";
import { createTrainer } from "../trainer/createTrainer.js";
import { defaultRunSettings, type RunSettings } from "../../experiments/settings/runSettings.js";

/** Tasks whose inputs come next to zero: 1/a from [a], 1/a from [a, b], a/b from [a, b]. */
export const zeroRangeLevels = ["easy", "medium", "hard"] as const;
export type ZeroRangeLevel = (typeof zeroRangeLevels)[number];

/** The error that a module makes with the exact weights: no training can do better. */
export interface GoldError {
  /** As figure 5 names it. */
  readonly module: string;
  readonly level: ZeroRangeLevel;
  /** Inputs are drawn from [0, upperBound), as text: `0.001`. */
  readonly upperBound: string;
  /** Mean squared error on the test set of 10,000 rows, seed 0, single precision. */
  readonly testError: number;
}

/** Exact weights, by level. */
type Solution = Readonly<Record<ZeroRangeLevel, Readonly<Record<string, readonly number[]>>>>;

const realNpuSolution: Solution = {
  easy: { W_real: [-1], g: [1] },
  medium: { W_real: [-1, 1], g: [1, 0] },
  hard: { W_real: [1, -1], g: [1, 1] },
};

const solutions: readonly { module: string; layerType: string; weights: Solution }[] = [
  {
    module: "NRU",
    layerType: "NRU",
    weights: { easy: { W: [-1] }, medium: { W: [-1, 0] }, hard: { W: [1, -1] } },
  },
  { module: "RealNPU", layerType: "RealNPU", weights: realNpuSolution },
  { module: "RealNPU (eps=0)", layerType: "RealNPU-eps0", weights: realNpuSolution },
  {
    module: "NMRU",
    layerType: "SignNMRU",
    weights: { easy: { W: [0, 1] }, medium: { W: [0, 0, 1, 0] }, hard: { W: [1, 0, 0, 1] } },
  },
];

const taskOfLevel: Readonly<Record<ZeroRangeLevel, Partial<RunSettings>>> = {
  easy: { operation: "reciprocal", inputSize: 1, subsetRatio: 1, numberOfSubsets: 1 },
  medium: { operation: "reciprocal", inputSize: 2, subsetRatio: 0.5, numberOfSubsets: 2 },
  hard: { operation: "div", inputSize: 2, subsetRatio: 0.5, numberOfSubsets: 2 },
};

/**
 * The test errors of the exact weights, by the very arithmetic that trains: on inputs next to zero
 * they depend on the last bit of exp and log, so that a threshold measured elsewhere can call a
 * perfect run unsolved. *Learning Division with Neural Arithmetic Logic Modules*, figure 5.
 *
 * @param upperBounds ends of the ranges that inputs are drawn from, as text
 */
export async function goldErrors(upperBounds: readonly string[]): Promise<GoldError[]> {
  const errors: GoldError[] = [];
  for (const { module, layerType, weights } of solutions) {
    for (const level of zeroRangeLevels) {
      for (const upperBound of upperBounds) {
        const range = parseNumberRange(`[0, ${upperBound}]`);
        const trainer = await createTrainer({
          ...defaultRunSettings,
          ...taskOfLevel[level],
          layerType,
          interpolationRange: range,
          extrapolationRange: range,
        });
        await trainer.setParameters(weights[level]);
        const { metrics } = await trainer.evaluate();
        const testError = metrics.get("metric/test/extrapolation") ?? NaN;
        errors.push({ module, level, upperBound, testError });
      }
    }
  }
  return errors;
}

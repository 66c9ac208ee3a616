import type { Axis, Expression } from "../../../compute/graph/expression.js";
import type { TorchGenerator } from "../../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../../experiments/settings/runSettings.js";
import type { SettingsTable } from "../../../experiments/settings/setting.js";

/** What is known of a layer before it has parameters. */
export interface LayerShape {
  readonly inputs: Axis;
  readonly outputs: Axis;
  readonly settings: RunSettings;
}

/** Draws the values of a parameter of some shape, in row-major order. */
export type Initializer = (generator: TorchGenerator, shape: readonly number[]) => Float64Array;

/** An array that is learnt. */
export interface ParameterDefinition {
  /** The original's name: `W_real`, `nac_add.W_hat`. */
  readonly name: string;
  /** What logs of its gradient call it, where that is another name: `nac.W_hat`. */
  readonly loggedAs?: string;
  /** Rows first. None: a single number. */
  readonly axes: readonly Axis[];
  readonly initial: Initializer;
  /** Where its values are clamped to after each step; null or absent: nowhere. */
  readonly clamp?: readonly [low: number, high: number] | null;
  /** Parameters are drawn in ascending turn, then in the order of their list. Default 0. */
  readonly drawTurn?: number;
}

export type NoiseInterval = readonly [low: number, high: number];

/** Random numbers that training adds to a forward pass: one for each sample and index. */
export interface NoiseDefinition {
  readonly axes: readonly Axis[];
  /**
   * Bounds of the uniform distribution; a function if they depend on the batch: on columns of single
   * precision numbers, one input after the other. Only the first layer of a network can have those.
   */
  readonly bounds: NoiseInterval | ((batch: ArrayLike<number>) => NoiseInterval);
  /** False: one number for each index, the same for all samples. Default true. */
  readonly perSample?: boolean;
}

/** A layer while its formula is written. */
export interface Layer extends LayerShape {
  readonly samples: Axis;
  /** Positions of a sequence, where a recurrent cell's penalties are written: inputs have this axis, too. */
  readonly positions?: Axis;
  /** Inputs: axes samples and inputs. */
  readonly x: Expression;
  /** Parameters by name, with the axes that they were defined with. */
  readonly parameters: Readonly<Record<string, Expression>>;
  /** Training may use other formulas than evaluation, and noise. */
  readonly training: boolean;
  /**
   * Noise of some name: axes samples and those of the definition. Drawn in the order of first mention;
   * the same name is the same noise.
   */
  noise(name: string, definition: NoiseDefinition): Expression;
}

/** Something that logs show, by the name in its tag. */
export interface LoggedDefinition {
  readonly name: string;
  readonly value: Expression;
  /** Below the module's: `nac` inside `nalu`. */
  readonly namespace?: string;
  readonly hasSparsityError?: boolean;
  readonly hasMean?: boolean;
  readonly hasText?: boolean;
  /** Logs show it before the layer's weights. */
  readonly beforeWeights?: boolean;
}

/** The original's names of penalties; `trash` is the NRU's trash cell. */
export const penaltyKeys = ["W", "z", "W-OOB", "g", "W-NPU", "g-NPU", "trash"] as const;
export type PenaltyKey = (typeof penaltyKeys)[number];

/** A neural arithmetic unit: everything that a run needs to know of it. */
export interface ModuleDefinition {
  /** As the papers name it. */
  readonly name: string;
  /** What the original's `--layer-type` calls it. */
  readonly layerTypes: readonly string[];
  /** Its part of the tags in logs. */
  readonly namespace: string;
  /**
   * The settings that it reads, beside those of training: others are refused. Absent: it may read any,
   * and none is refused.
   */
  readonly settings?: readonly SettingsTable[];
  parameters(shape: LayerShape): readonly ParameterDefinition[];
  /** The output: axes samples and outputs. Called once for training and once for evaluation. */
  forward(layer: Layer): Expression;
  /** Unscaled penalties: single numbers. */
  penalties?(layer: Layer): Partial<Record<PenaltyKey, Expression>>;
  /** Weights and gates that logs show: without the axis samples. */
  logged?(layer: Layer): readonly LoggedDefinition[];
  /** Activations that logs show: with the axis samples. */
  activations?(layer: Layer): readonly LoggedDefinition[];
  /** @throws {UserError} for settings that the module cannot run with */
  check?(settings: RunSettings): void;
}

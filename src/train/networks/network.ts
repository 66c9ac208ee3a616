import type { Axis, Expression } from "../../compute/graph/expression.js";
import type { TorchGenerator } from "../../compute/random/torchGenerator.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { SettingsTable } from "../../experiments/settings/setting.js";
import type { PlacedNoise, PlacedParameter } from "../modules/parts/createLayer.js";
import type {
  Layer,
  LoggedDefinition,
  ModuleDefinition,
  PenaltyKey,
} from "../modules/parts/moduleDefinition.js";

/** A parameter of a network: its name is unique there. */
export interface NetworkParameter extends PlacedParameter {
  /** Where its gradient is logged, below `network`: `layer_1/nac/W`. */
  readonly tag: string;
}

/** One forward pass, as formulas. */
export interface Pass {
  readonly output: Expression;
  /** The layers in the order in which numbers go through them. */
  readonly layers: readonly PassedLayer[];
}

export interface PassedLayer {
  readonly layer: Layer;
  /** Axes samples and those of the layer's outputs. */
  readonly output: Expression;
}

/** A penalty of one layer, or of the network itself. */
export interface NetworkPenalty {
  readonly key: PenaltyKey;
  /** Below `network`: `layer_1/nac/regualizer/W`. */
  readonly tag: string;
  readonly value: Expression;
}

/** Something that logs show of a layer. */
export interface NetworkLogged extends LoggedDefinition {
  /** The place of its layer in {@link Pass.layers}. */
  readonly layer: number;
  /** The module's part of the tag and what is below: `nalu/nac`. */
  readonly namespace: string;
  /** Below `network`: `layer_1/nalu/nac/W`. */
  readonly tag: string;
}

/** What learns: modules at their places. */
export interface Network {
  /** Its modules in words, for messages: `NAU and NMU`. */
  readonly title: string;
  readonly parameters: readonly NetworkParameter[];
  /** Grows with the first pass that is written for training. */
  readonly noises: readonly PlacedNoise[];
  /** Initial values of all parameters, flat, in the order of the original's random stream. */
  draw(generator: TorchGenerator): Float64Array;
  /** The formulas from inputs (axes samples and the network's) to the output. */
  pass(x: Expression, samples: Axis, training: boolean): Pass;
  penalties(pass: Pass): readonly NetworkPenalty[];
  /** Weights and gates: without the axis samples. */
  logged(pass: Pass): readonly NetworkLogged[];
  /** Activations: with the axis samples. */
  activations(pass: Pass): readonly NetworkLogged[];
}

/** Where a network is put: what comes in, and where its noise lies in a batch. */
export interface NetworkPlace {
  readonly inputs: Axis;
  readonly firstNoiseColumn: number;
}

/** How a network is made of settings. */
export interface NetworkDefinition {
  /** For messages: `a single layer`. */
  readonly title: string;
  /** What it reads itself. Its modules list their own. */
  readonly settings: readonly SettingsTable[];
  /**
   * The modules that settings choose.
   *
   * @throws {UserError} for unknown names
   */
  modules(settings: RunSettings): readonly ModuleDefinition[];
  /** @throws {UserError} for settings that its modules cannot run with */
  create(settings: RunSettings, place: NetworkPlace): Network;
}

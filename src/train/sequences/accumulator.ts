import type { Axis, Expression } from "../../compute/graph/expression.js";
import type { PlacedParameter } from "../modules/parts/createLayer.js";
import type { LoggedDefinition, PenaltyKey } from "../modules/parts/moduleDefinition.js";

/** What is carried from one position of a sequence to the next. */
export type State = readonly Expression[];

/** One position: what the image network says of it, and what was carried. */
export interface Position {
  /** Axes samples and outputs of the image network. */
  readonly digit: Expression;
  readonly state: State;
}

/** What an accumulator makes of one position. */
export interface Accumulated {
  /** One number a sample. */
  readonly output: Expression;
  readonly state: State;
}

/** A number of a penalty that a cell adds to the loss. */
export interface CellPenalty {
  readonly key: PenaltyKey;
  readonly tag: string;
  readonly value: Expression;
}

/** Something that logs show of a cell, below `network`. */
export interface CellLogged extends LoggedDefinition {
  readonly tag: string;
}

/** What reads a sequence of numbers and puts out a number at each position. */
export interface Accumulator {
  /** `tag`: where logs show its gradient, below `network`; absent: nowhere. */
  readonly parameters: readonly (PlacedParameter & { readonly tag?: string })[];
  /** Draws of its parameters that the original makes before those of {@link parameters} count. */
  readonly discardedDraws: number;
  /** What is carried into the first position. */
  readonly initial: readonly number[];
  step(position: Position, samples: Axis): Accumulated;
  /** Unscaled, of all positions of a sequence together. */
  penalties(positions: readonly Position[], samples: Axis): readonly CellPenalty[];
  /** Gates and what they choose between at one position: with the axis samples. */
  activations(position: Position, samples: Axis): readonly CellLogged[];
  /** Weights: without the axis samples. */
  logged(samples: Axis): readonly CellLogged[];
}

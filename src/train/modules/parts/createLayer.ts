import type { Axis, Expression } from "../../../compute/graph/expression.js";
import type {
  Layer,
  LayerShape,
  NoiseDefinition,
  ParameterDefinition,
} from "./moduleDefinition.js";

/** A parameter and its place in the flat array of all parameters. */
export interface PlacedParameter extends ParameterDefinition {
  readonly offset: number;
  readonly count: number;
  readonly shape: readonly number[];
}

/** Noise and its columns in the batch. */
export interface PlacedNoise extends NoiseDefinition {
  readonly name: string;
  readonly firstColumn: number;
  readonly columns: number;
}

/** Puts parameters one after the other. */
export function placeParameters<Definition extends ParameterDefinition>(
  definitions: readonly Definition[],
): (Definition & PlacedParameter)[] {
  let end = 0;
  return definitions.map((definition) => {
    const shape = definition.axes.map(({ size }) => size);
    const count = shape.reduce((product, size) => product * size, 1);
    const offset = end;
    end += count;
    return { ...definition, offset, count, shape };
  });
}

/**
 * A layer over its inputs: what a module's formulas are written with.
 *
 * @param noises grows when the module mentions noise; the batch gets these columns
 */
export function createLayer(
  shape: LayerShape,
  options: {
    readonly samples: Axis;
    readonly x: Expression;
    readonly training: boolean;
    readonly parameters: readonly PlacedParameter[];
    readonly noises: PlacedNoise[];
    /** Goes before the names of noise, so that those of two layers are told apart. */
    readonly noiseScope?: string;
    readonly firstNoiseColumn: number;
  },
): Layer {
  const { samples, x, training, parameters, noises, noiseScope = "", firstNoiseColumn } = options;
  const noise = (local: string, definition: NoiseDefinition): Expression => {
    const name = noiseScope + local;
    let placed = noises.find((known) => known.name === name);
    if (!placed) {
      const last = noises.at(-1);
      const firstColumn = last ? last.firstColumn + last.columns : firstNoiseColumn;
      const columns = definition.axes.reduce((product, { size }) => product * size, 1);
      placed = { ...definition, name, firstColumn, columns };
      noises.push(placed);
    }
    const axes = [samples, ...placed.axes];
    const strides = rowMajor(axes);
    return { kind: "input", axes, offset: placed.firstColumn, strides, isFinite: true };
  };
  return {
    ...shape,
    samples,
    x,
    training,
    parameters: Object.fromEntries(
      parameters.map(({ name, axes, offset }): [string, Expression] => [
        name,
        { kind: "parameter", axes, offset, strides: rowMajor(axes) },
      ]),
    ),
    noise,
  };
}

/** Strides of an array whose last axis runs fastest. */
export function rowMajor(axes: readonly Axis[]): number[] {
  return axes.map((_, i) => axes.slice(i + 1).reduce((product, { size }) => product * size, 1));
}

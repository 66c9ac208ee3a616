import type { Backend, Session } from "../../../src/compute/backends/backend.js";
import type { Columns, DataSet, Program } from "../../../src/compute/backends/program.js";
import type { Axis, Expression } from "../../../src/compute/graph/expression.js";
import { createKernel } from "../../../src/compute/graph/kernel.js";
import { constant } from "../../../src/compute/graph/operations.js";
import { gradientDescent } from "../../../src/compute/graph/optimizers.js";
import { createUpdate } from "../../../src/compute/graph/update.js";

/** A column of the batch, by its place. */
export function input(samples: Axis, column: number, isFinite = false): Expression {
  return { kind: "input", axes: [samples], offset: column, strides: [1], isFinite };
}

/** An element of the parameters, or an array of them. */
export function parameter(
  offset: number,
  axes: readonly Axis[] = [],
  strides: readonly number[] = [],
): Expression {
  return { kind: "parameter", axes, offset, strides };
}

export interface OneStep {
  /** Single numbers: formulas of parameters, inputs and scalars. */
  readonly results: readonly Expression[];
  readonly samples: Axis;
  readonly parameters?: readonly number[];
  /** The batch, column after column. */
  readonly columns?: readonly (readonly number[])[];
  readonly scalars?: Readonly<Record<string, number>>;
  /** One of the results whose gradients are wanted. */
  readonly gradientOf?: number;
  readonly unrollLimit?: number;
}

/** What a backend makes of formulas in one step that leaves the parameters as they are. */
export async function computeOnce(
  backend: Backend,
  step: OneStep,
): Promise<{ readonly results: Float64Array; readonly gradients: Float64Array }> {
  const { results, samples, parameters = [0], columns = [], scalars = {} } = step;
  const unrollLimit = step.unrollLimit ?? backend.form.unrollLimit;
  const { gradientOf } = step;
  const names = Object.keys(scalars);
  const program: Program = {
    steps: [createKernel(results, samples, { gradientOf, unrollLimit })],
    evaluation: createKernel([constant(0)], samples),
    update: createUpdate(parameters.length, {
      optimizer: gradientDescent(0, 0),
      clipNorm: null,
      bounds: [],
    }),
    parameterCount: parameters.length,
    resultCount: results.length,
    batch: { rows: samples.size, columns: Math.max(1, columns.length) },
    setColumns: 1,
    scalars: names,
  };
  const session = await begin(backend, program, {
    parameters: Float64Array.from(parameters),
    nextBatch: (target) => target.set(columns.flat()),
  });
  const values = Float64Array.from(names, (name) => scalars[name]);
  await session.advance({ kernel: 0, steps: 1, scalars: [values] });
  const computed = {
    results: await session.read("results", 0),
    gradients: await session.read("gradients", 0),
  };
  await session.close();
  return computed;
}

/** Begins one run. */
export async function begin(
  backend: Backend,
  program: Program,
  run: {
    readonly parameters: Float64Array;
    readonly nextBatch?: (columns: Columns) => void;
    readonly sets?: Readonly<Record<string, DataSet>>;
  },
): Promise<Session> {
  const executable = await backend.compile(program);
  return executable.start([{ nextBatch: () => undefined, sets: {}, ...run }]);
}

/** A data set of columns. */
export function dataSet(columns: readonly (readonly number[])[]): DataSet {
  return {
    rows: columns[0].length,
    copyColumns(start, count, target) {
      columns.forEach((values, column) =>
        target.set(values.slice(start, start + count), column * count),
      );
    },
  };
}

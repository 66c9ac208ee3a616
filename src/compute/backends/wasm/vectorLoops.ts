import { type Axis, type Expression, operands } from "../../graph/expression.js";
import type { Kernel } from "../../graph/kernel.js";
import type { Statement } from "../../graph/schedule.js";
import { lanes, paddedRows } from "./lanes.js";

/**
 * Whether a loop outside of the one over samples can go through its axis four elements at a time, each in a
 * lane: it has no loops inside, and all that it reads and writes in memory lies side by side.
 */
export function isWideLoop(axis: Axis, samples: Axis, statements: readonly Statement[]): boolean {
  const liesInRow = ({ axes, strides }: { axes: readonly Axis[]; strides: readonly number[] }) =>
    !axes.includes(axis) || strides[axes.indexOf(axis)] === 1;
  const canRead = (value: Expression) => value.kind !== "parameter" || liesInRow(value);
  return statements.every((statement) => {
    switch (statement.kind) {
      case "compute": {
        const { expression } = statement;
        // What was added up over samples in memory, one vector for each element.
        if (expression.kind === "reduce") return expression.axis === samples;
        return [expression, ...operands(expression)].every(canRead);
      }
      case "accumulate": {
        const { reduction, axes } = statement;
        return reduction.axis === axis && axes.length === 0 && canRead(reduction.argument);
      }
      case "write": {
        const { output } = statement;
        return output.axes.includes(axis) && liesInRow(output) && canRead(output.value);
      }
      case "begin":
      case "loop":
        return false;
    }
  });
}

/**
 * Vectors of samples that go through loops together: what is the same for all samples is read once for them,
 * and sums of different samples do not wait for each other.
 */
export function vectorsAtOnce({ statements, samples }: Kernel): number {
  const hasLoops = statements.some(
    (outer) =>
      outer.kind === "loop" &&
      outer.axis === samples &&
      outer.body.some(({ kind }) => kind === "loop"),
  );
  const vectors = paddedRows(samples.size) / lanes;
  return hasLoops ? ([4, 2].find((count) => vectors % count === 0) ?? 1) : 1;
}

import { meanOf, medianOf } from "../../stats/functions/moments.js";
import type { Table } from "../../tables/table.js";
import { tableOfRows } from "../../tables/tableOfRows.js";
import { largest, smallest } from "../../util/lists/longLists.js";
import type { AlignedSeries } from "../data/alignScalars.js";

/** The numbers of curves: a row for each model, tag and step, with how many runs stand behind it. */
export function curveTable(series: readonly AlignedSeries[]): Table {
  const rows = series.flatMap(({ label, tag, names, x, values, n, diverged, fringe }) =>
    Array.from(x, (step, i) => {
      const finite = values.map((run) => run[i]).filter(Number.isFinite);
      // No number stands for all runs where one diverged, or only just began or ended.
      const number = (of: (numbers: readonly number[]) => number) =>
        finite.length === 0 || diverged[i] > 0 || fringe[i] === 1 ? null : of(finite);
      return {
        ...{ model: label, tag, step, mean: number(meanOf), median: number(medianOf) },
        smallest: number((numbers) => smallest(numbers)),
        largest: number((numbers) => largest(numbers)),
        ...{ n: BigInt(n[i]), runs: BigInt(names.length), diverged: BigInt(diverged[i]) },
      };
    }),
  );
  return tableOfRows(rows);
}

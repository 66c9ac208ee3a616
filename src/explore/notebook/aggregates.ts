import { type StatisticOptions, summariseGroup } from "../../stats/index.js";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";

/** Makes a number, a text or something else out of the rows of a group. */
export type Aggregate<Row> = (rows: readonly Row[]) => unknown;

/** How many rows a group has. */
export const count =
  () =>
  (rows: readonly object[]): number =>
    rows.length;

/** Makes an aggregate of the numbers of a column; what is missing is left out, NaN is not. */
export const numbers =
  (name: string, of: (values: readonly number[]) => number | null) =>
  (rows: readonly object[]): number | null =>
    of(valuesOf(rows, name));

/** Mean and median of a column: null where a value is NaN, since there is none then. */
export const mean = (name: string) => statistic(name, "centre", { centre: "mean" });
export const median = (name: string) => statistic(name, "centre", { centre: "median" });
export const least = (name: string) =>
  numbers(name, (values) =>
    values.length === 0 ? null : values.reduce((a, b) => (a <= b ? a : b)),
  );
export const most = (name: string) =>
  numbers(name, (values) =>
    values.length === 0 ? null : values.reduce((a, b) => (a >= b ? a : b)),
  );

/**
 * A bound of the interval around the centre of a column: as in lookups, `t95` around a mean by default.
 *
 * @throws RangeError for an interval that there is not
 */
export const lower = (name: string, options: StatisticOptions = {}) =>
  statistic(name, "lower", options);
export const upper = (name: string, options: StatisticOptions = {}) =>
  statistic(name, "upper", options);

const statistic =
  (name: string, part: "centre" | "lower" | "upper", options: StatisticOptions) =>
  (rows: readonly object[]): number | null =>
    summariseGroup(valuesOf(rows, name), options)[part];

function valuesOf(rows: readonly object[], name: string): number[] {
  return rows.flatMap((row) => {
    const value: unknown = own(row as Readonly<Record<string, unknown>>, name);
    if (value === null || value === undefined) return [];
    if (typeof value !== "number") {
      throw new UserError(`${JSON.stringify(value)} in the column "${name}" is no number.`);
    }
    return [value];
  });
}

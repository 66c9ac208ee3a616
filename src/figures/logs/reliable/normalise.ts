import { resolve } from "node:path";
import { readTable, tableRows } from "../../../tables/database/readTable.js";
import { own } from "../../../util/own.js";
import { didYouMean } from "../../../util/text/didYouMean.js";
import { UserError } from "../../../util/userError.js";
import type { OwnReliable } from "../../lookups/ownReliable.js";

/** The score of a value on a task: 0 and 1 are what the lookup says they are. */
export type Normalise = (value: number, task: string) => number;

/**
 * How values become scores that can be compared between tasks: (value - low) / (high - low), for all tasks alike or by a
 * table with a row per task. Values as they are where a lookup does not say.
 *
 * @throws {UserError} when the table lacks a column or a task, or low and high are equal
 */
export async function readNormalise(
  rule: OwnReliable["normalise"],
  tasks: readonly string[],
  { origin, folder }: { readonly origin: string; readonly folder: string },
): Promise<Normalise> {
  if (rule === undefined) return (value) => value;
  if (!("table" in rule)) {
    const scale = scaleOf(rule.low, rule.high, origin);
    return (value) => scale(value);
  }
  const path = resolve(folder, rule.table);
  const rows = tableRows(await readTable(path));
  const columns = Object.keys(rows[0] ?? {});
  for (const column of [rule.task, rule.low, rule.high]) {
    if (columns.includes(column)) continue;
    throw new UserError(
      `${rule.table}: "reliable.normalise" of ${origin} names the column "${column}".${didYouMean(column, columns)}\n` +
        `Its columns: ${columns.join(", ") || "none"}.`,
    );
  }
  const scales = new Map<string, (value: number) => number>();
  for (const row of rows) {
    const [task, low, high] = [own(row, rule.task), own(row, rule.low), own(row, rule.high)];
    if (typeof low !== "number" || typeof high !== "number") continue;
    if (typeof task === "string" || typeof task === "number") {
      scales.set(String(task), scaleOf(low, high, `${rule.table}: ${task}`));
    }
  }
  const without = tasks.filter((task) => !scales.has(task));
  if (without.length > 0) {
    throw new UserError(
      `${rule.table}: no numbers for ${without.join(", ")}: their scores cannot be normalised.\n` +
        `It has rows for: ${[...scales.keys()].join(", ") || "none"}.`,
    );
  }
  return (value, task) => scales.get(task)?.(value) ?? NaN;
}

function scaleOf(low: number, high: number, place: string): (value: number) => number {
  if (low !== high && Number.isFinite(low) && Number.isFinite(high)) {
    return (value) => (value - low) / (high - low);
  }
  throw new UserError(`${place}: low (${low}) and high (${high}) have to be two numbers.`);
}

import type { Outcome } from "../../stats/index.js";
import { readTable, tableRows } from "../../tables/database/readTable.js";
import { openTable } from "../../tables/database/tableSource.js";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";

/** The columns that make a table one of judged runs: `<key>_seeds_best.csv`, or what the R scripts wrote. */
const needed = [
  "name",
  "threshold",
  "best.model.step",
  "extrapolation.last",
  "extrapolation.step.solved",
  "sparse.error.max",
  "solved",
];

/** Whether a table holds a row for each judged run, not for each logged step. */
export async function isOutcomeTable(path: string): Promise<boolean> {
  const { columns } = await openTable(path);
  return needed.every((name) => columns.includes(name));
}

/**
 * Reads the outcomes of runs that were judged before.
 *
 * @throws {UserError} when the table cannot be read, lacks a column, or holds what is no outcome
 */
export async function readOutcomes(path: string): Promise<Outcome[]> {
  const table = await readTable(path);
  const present = table.columns.map(({ name }) => name);
  const missing = needed.filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new UserError(
      `${path} is no table of judged runs: it has no column ${missing.map((name) => `"${name}"`).join(", ")}.\n` +
        `Its columns: ${present.join(", ")}. A figure's <key>_seeds_best.csv is one.`,
    );
  }
  return tableRows(table).map((row, index) => outcomeOf(row, path, index));
}

function outcomeOf(row: Record<string, unknown>, path: string, index: number): Outcome {
  const place = `${path}: row ${index + 1}`;
  const number = (name: string): number | null => {
    const value = own(row, name) ?? null;
    if (value === null || typeof value === "number") return value;
    throw new UserError(`${place}: ${JSON.stringify(value)} in the column "${name}" is no number.`);
  };
  const { name, solved, missing } = row;
  if (typeof name !== "string") throw new UserError(`${place}: the run has no name.`);
  const threshold = number("threshold");
  if (threshold === null) throw new UserError(`${place}: the run ${name} has no threshold.`);
  const isMissing = missing === "interpolation" || missing === "extrapolation";
  if (typeof solved !== "boolean" && !isMissing) {
    throw new UserError(
      `${place}: "solved" of the run ${name} is ${JSON.stringify(solved)}; expected TRUE or FALSE.`,
    );
  }
  return {
    name,
    threshold,
    bestRow: number("best.model.step"),
    bestStep: null,
    interpolationError: number("interpolation.last"),
    extrapolationError: number("extrapolation.last"),
    extrapolationStep: number("extrapolation.step"),
    interpolationSolvedAt: number("interpolation.step.solved"),
    extrapolationSolvedAt: number("extrapolation.step.solved"),
    sparsityError: number("sparse.error.max"),
    solved: solved === true,
    missing: isMissing ? missing : null,
    rows: number("size") ?? 0,
    logInterval: number("log.interval"),
  };
}

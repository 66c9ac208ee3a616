import { didYouMean } from "../../util/didYouMean.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";
import { duckdb, sqlName, sqlText } from "../../tables/database/duckdb.js";
import { exportedColumns, type MetricColumns, presentColumn } from "./metricColumns.js";
import { cannotReadTable } from "../../tables/database/readTable.js";
import type { RunRows } from "../../stats/runRows.js";

/**
 * Reads the runs of a table (`.parquet` or `.csv`), in the order in which their names appear.
 *
 * @throws {UserError} when the file cannot be read, lacks a column, holds text where a number
 * belongs, or holds one run twice
 */
export async function readRunRows(
  path: string,
  columns: MetricColumns = exportedColumns,
): Promise<RunRows[]> {
  if (statOrUndefined(path) === undefined) {
    throw new UserError(`There is no table ${path}.`);
  }
  const source = path.toLowerCase().endsWith(".parquet")
    ? `read_parquet(${sqlText(path)})`
    : `read_csv(${sqlText(path)}, header = true, delim = ',', quote = '"', escape = '"', all_varchar = true)`;
  const present = await columnNames(path, source);
  // The papers' tables call the column of the runs "name".
  const run = present.includes("run") ? "run" : "name";
  const wanted = [run, "step", columns.interpolation, columns.extrapolation];
  if (columns.sparsity !== null) wanted.push(columns.sparsity);
  const found = wanted.map((name) => presentColumn(name, present) ?? "");
  const missing = wanted.filter((_, index) => found[index] === "");
  if (missing.length > 0) throw missingColumns(path, missing, present);

  const [names, ...numbers] = found.map(sqlName);
  const number = (name: string, index: number) => `CAST(${name} AS DOUBLE) AS c${index}`;
  const fields = [`CAST(${names} AS VARCHAR) AS name`, ...numbers.map(number)];
  const result = await query(path, `SELECT ${fields.join(", ")} FROM ${source}`);
  return splitByRun(path, result);
}

async function query(path: string, sql: string): Promise<unknown[][]> {
  try {
    const reader = await (await duckdb()).runAndReadAll(sql);
    return reader.getColumns();
  } catch (error) {
    throw cannotReadTable(path, error);
  }
}

async function columnNames(path: string, source: string): Promise<string[]> {
  try {
    const reader = await (await duckdb()).runAndReadAll(`SELECT * FROM ${source} LIMIT 0`);
    return reader.columnNames();
  } catch (error) {
    throw cannotReadTable(path, error);
  }
}

/** Rows of one run stand together in exported tables; a CSV put together by hand may mix them. */
function splitByRun(path: string, columns: unknown[][]): RunRows[] {
  const [names, steps, interpolation, extrapolation, sparsity] = columns as [
    string[],
    ...(number | null)[][],
  ];
  const rowsOf = new Map<string, number[]>();
  names.forEach((name, row) => {
    const rows = rowsOf.get(name);
    if (rows) rows.push(row);
    else rowsOf.set(name, [row]);
  });
  return [...rowsOf].map(([name, rows]) => {
    const pick = (column: (number | null)[] | undefined) =>
      Float64Array.from(rows, (row) => column?.[row] ?? NaN);
    const has = (column: (number | null)[] | undefined) =>
      Uint8Array.from(rows, (row) => Number((column?.[row] ?? null) !== null));
    const run: RunRows = {
      name,
      step: pick(steps),
      interpolationError: pick(interpolation),
      extrapolationError: pick(extrapolation),
      sparsityError: pick(sparsity),
      logged: {
        interpolation: has(interpolation),
        extrapolation: has(extrapolation),
        sparsity: has(sparsity),
      },
    };
    refuseRepeatedSteps(path, run);
    return run;
  });
}

function refuseRepeatedSteps(path: string, run: RunRows): void {
  for (let row = 1; row < run.step.length; row++) {
    if (run.step[row] <= run.step[row - 1]) {
      throw new UserError(
        `${path}: the run ${run.name} goes back from step ${run.step[row - 1]} to step ${run.step[row]} ` +
          `at its row ${row + 1}: two runs with the same name, or rows that are not in order of their steps.\n` +
          `Export the runs again, or give one of the two another name.`,
      );
    }
  }
}

function missingColumns(path: string, missing: string[], present: string[]): UserError {
  const list = missing.map((name) => `"${name}"${didYouMean(name, present)}`).join(", ");
  return new UserError(
    `${path} has no column ${list}\nIts columns: ${present.join(", ")}.\n` +
      `Tables written by "figures export" have all of them; for other tables name yours under "columns:" in the lookup.`,
  );
}

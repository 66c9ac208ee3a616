import { didYouMean } from "../../util/didYouMean.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";
import { duckdb, sqlName, sqlText } from "../../tables/database/duckdb.js";
import { exportedColumns, type MetricColumns } from "./metricColumns.js";
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
  const wanted = ["name", "step", columns.interpolation, columns.extrapolation];
  if (columns.sparsity !== null) wanted.push(columns.sparsity);
  const missing = wanted.filter((name) => !present.includes(name));
  if (missing.length > 0) throw missingColumns(path, missing, present);

  const number = (name: string) => `CAST(${sqlName(name)} AS DOUBLE) AS ${sqlName(name)}`;
  const fields = [`CAST("name" AS VARCHAR) AS "name"`, ...wanted.slice(1).map(number)];
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
    const run: RunRows = {
      name,
      step: pick(steps),
      interpolationError: pick(interpolation),
      extrapolationError: pick(extrapolation),
      sparsityError: pick(sparsity),
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

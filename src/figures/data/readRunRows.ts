import { didYouMean } from "../../util/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { lineOfRow } from "../../tables/database/csvFaults.js";
import {
  openTable,
  query,
  queryInChunks,
  type TableSource,
} from "../../tables/database/tableSource.js";
import type { RunRows } from "../../stats/runRows.js";
import { exportedColumns, type MetricColumns, presentColumn } from "./metricColumns.js";
import { RunRowsBuilder } from "./runRowsBuilder.js";

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
  const source = await openTable(path);
  const found = columnsOf(source, columns);
  const [name, ...numbers] = found.map((index) => `c${index}`);
  const fields = [`CAST(${name} AS VARCHAR)`, ...numbers.map((column) => asNumber(column))];
  const runs = new Map<string, RunRowsBuilder>();
  try {
    // Rows of one run stand together in exported tables; a CSV put together by hand may mix them.
    let last: RunRowsBuilder | undefined;
    const sql = `SELECT ${fields.join(", ")} FROM ${source.sql}`;
    for await (const chunk of queryInChunks(source, sql)) {
      const [names, ...values] = chunk as [(string | null)[], ...(number | null)[][]];
      names.forEach((given, row) => {
        const run = given ?? "";
        if (last?.name !== run) {
          last = runs.get(run) ?? new RunRowsBuilder(run);
          runs.set(run, last);
        }
        last.add(values, row);
      });
    }
  } catch (error) {
    throw (await textAmongNumbers(source, found.slice(1))) ?? error;
  }
  return [...runs.values()].map((builder) => {
    const run = builder.rows();
    refuseRepeatedSteps(path, run);
    return run;
  });
}

/** Positions of the columns that are wanted: run, step, and those of the metrics. */
function columnsOf(source: TableSource, columns: MetricColumns): number[] {
  const present = source.columns;
  // The papers' tables call the column of the runs "name".
  const run = present.includes("run") ? "run" : "name";
  const wanted = [run, "step", columns.interpolation, columns.extrapolation];
  if (columns.sparsity !== null) wanted.push(columns.sparsity);
  const found = wanted.map((name) => presentColumn(name, present));
  const missing = wanted.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) throw missingColumns(source.path, missing, present);
  return found.map((name) => present.indexOf(name!));
}

/** None and null are how Python and JavaScript write a missing number. */
const asNumber = (column: string): string =>
  `CAST(CASE WHEN lower(CAST(${column} AS VARCHAR)) IN ('none', 'null') THEN NULL ELSE ${column} END AS DOUBLE)`;

/** The first cell that should be a number and is none; undefined when all are. */
async function textAmongNumbers(
  source: TableSource,
  columns: readonly number[],
): Promise<UserError | undefined> {
  if (source.dialect === undefined) return undefined;
  const isText = columns.map(
    (index) =>
      `(TRY_CAST(c${index} AS DOUBLE) IS NULL AND c${index} IS NOT NULL AND lower(c${index}) NOT IN ('none', 'null'))`,
  );
  const cells = columns.map((index) => `c${index}`).join(", ");
  const sql = `SELECT n, ${cells} FROM (SELECT row_number() OVER () AS n, * FROM ${source.sql}) WHERE ${isText.join(" OR ")} LIMIT 1`;
  const reader = await query(source, sql);
  const [found] = reader.getRowsJS();
  if (found === undefined) return undefined;
  const [row, ...values] = found as [bigint, ...(string | null)[]];
  const index = values.findIndex((cell) => cell !== null && Number.isNaN(Number(cell)));
  const line = lineOfRow(source.path, source.dialect, Number(row) - 1);
  return new UserError(
    `Cannot read the table ${source.path}${line === undefined ? "" : `, line ${line}`}: ` +
      `${JSON.stringify(values[index])} in the column "${source.columns[columns[index]]}" is no number.\n` +
      `Write numbers with a decimal point, and nothing, NA or None for what is missing.`,
  );
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

function missingColumns(path: string, missing: string[], present: readonly string[]): UserError {
  const list = missing.map((name) => `"${name}"${didYouMean(name, present)}`).join(", ");
  return new UserError(
    `${path} has no column ${list}\nIts columns: ${present.join(", ")}.\n` +
      `Name yours under "columns:" in the lookup, as they are called in the table.`,
  );
}

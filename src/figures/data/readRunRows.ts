import type { RunRows } from "../../stats/runRows.js";
import { lineOfRow } from "../../tables/database/csvFaults.js";
import {
  openTable,
  query,
  queryInChunks,
  type TableSource,
} from "../../tables/database/tableSource.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import {
  exportedColumns,
  type MetricColumns,
  type PlacedMetric,
  presentColumn,
  presentColumns,
} from "./metricColumns.js";
import { RunRowsBuilder } from "./runRowsBuilder.js";

/**
 * Reads the runs of a table (`.parquet` or `.csv`), in the order in which their names appear; each once for every
 * extrapolation error that the columns name.
 *
 * @throws {UserError} when the file cannot be read, lacks a column, holds text where a number
 * belongs, or holds one run twice
 */
export async function readRunRows(
  path: string,
  columns: MetricColumns = exportedColumns,
): Promise<RunRows[]> {
  return (await reduceRunRows(path, columns, (rows) => rows)).flat();
}

/**
 * The same for what becomes of each run: of an exported table, in which the rows of a run stand together,
 * one run is held at a time.
 *
 * @param of is given a run, once for every extrapolation error
 * @throws {UserError} as `readRunRows` does
 */
export async function reduceRunRows<T>(
  path: string,
  columns: MetricColumns,
  of: (rows: readonly RunRows[]) => T,
): Promise<T[]> {
  const source = await openTable(path);
  const { found, places } = columnsOf(source, columns);
  let fault: unknown;
  const build = (name: string) => new RunRowsBuilder(name, places);
  const finish = (builder: RunRowsBuilder): T => {
    try {
      const rows = builder.rows();
      refuseRepeatedSteps(path, rows[0]);
      return of(rows);
    } catch (error) {
      fault = error;
      throw error;
    }
  };
  try {
    return (
      (await reduceInTurn(source, found, build, finish)) ??
      (await allRuns(source, found, build)).map(finish)
    );
  } catch (error) {
    // What the database cannot read may be a text: that is told with its place.
    throw (error === fault ? undefined : await textAmongNumbers(source, found.slice(1))) ?? error;
  }
}

/** Undefined when the rows of runs do not stand together, as in a CSV that was put together by hand. */
async function reduceInTurn<T>(
  source: TableSource,
  columns: readonly number[],
  build: (name: string) => RunRowsBuilder,
  finish: (builder: RunRowsBuilder) => T,
): Promise<T[] | undefined> {
  const finished: T[] = [];
  const names = new Set<string>();
  let open: RunRowsBuilder | undefined;
  for await (const { runs, values } of chunksOf(source, columns)) {
    for (const { run, from, to } of stretchesOf(runs)) {
      if (open === undefined || run !== null) {
        const name = run ?? "";
        if (names.has(name)) return undefined;
        names.add(name);
        if (open !== undefined) finished.push(finish(open));
        open = build(name);
      }
      open.add(values, from, to);
    }
  }
  if (open !== undefined) finished.push(finish(open));
  return finished;
}

async function allRuns(
  source: TableSource,
  columns: readonly number[],
  build: (name: string) => RunRowsBuilder,
): Promise<RunRowsBuilder[]> {
  const builders = new Map<string, RunRowsBuilder>();
  let open: RunRowsBuilder | undefined;
  for await (const { runs, values } of chunksOf(source, columns)) {
    for (const { run, from, to } of stretchesOf(runs)) {
      if (open === undefined || run !== null) {
        open = builders.get(run ?? "") ?? build(run ?? "");
        builders.set(open.name, open);
      }
      open.add(values, from, to);
    }
  }
  return [...builders.values()];
}

/** Rows of one run that follow each other; null where it is the one of the rows before. */
function* stretchesOf(runs: readonly (string | null)[]) {
  for (let from = 0, to = 0; from < runs.length; from = to) {
    do to++;
    while (to < runs.length && runs[to] === null);
    yield { run: runs[from], from, to };
  }
}

/**
 * Some rows at a time: the names of their runs, null in a row of the same run as the one before it, and the columns of
 * numbers.
 */
async function* chunksOf(source: TableSource, [name, ...numbers]: readonly number[]) {
  const run = `coalesce(CAST(c${name} AS VARCHAR), '')`;
  // Taking a text out of the database costs more than the rest of its row.
  const changed = `CASE WHEN ${run} = lag(${run}) OVER () THEN NULL ELSE ${run} END`;
  const fields = [changed, ...numbers.map((index) => asNumber(`c${index}`, source.types[index]))];
  const sql = `SELECT ${fields.join(", ")} FROM ${source.sql}`;
  for await (const chunk of queryInChunks(source, sql)) {
    const [runs, ...values] = chunk as [(string | null)[], ...(number | null)[][]];
    yield { runs, values };
  }
}

/** Positions of the columns that are wanted: run, step, and those of the metrics. */
function columnsOf(
  source: TableSource,
  columns: MetricColumns,
): { found: number[]; places: PlacedMetric[] } {
  const present = source.columns;
  // The papers' tables call the column of the runs "name".
  const run = present.includes("run") ? "run" : "name";
  const places = presentColumns(columns.extrapolation, present);
  const extrapolations =
    places.length > 0 ? places.map(({ name }) => name) : [columns.extrapolation];
  const wanted = [run, "step", columns.interpolation, ...extrapolations];
  if (columns.sparsity !== null) wanted.push(columns.sparsity);
  const found = wanted.map((name) => presentColumn(name, present));
  const missing = wanted.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) throw missingColumns(source.path, missing, present);
  return { found: found.map((name) => present.indexOf(name!)), places };
}

const numericType = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$/;

/** None and null are how Python and JavaScript write a missing number, where it is text. */
const asNumber = (column: string, type: string): string =>
  numericType.test(type)
    ? `CAST(${column} AS DOUBLE)`
    : `CAST(CASE WHEN lower(CAST(${column} AS VARCHAR)) IN ('none', 'null') THEN NULL ELSE ${column} END AS DOUBLE)`;

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
  const list = missing.map((name) => `"${name}"`).join(", ");
  const guesses = missing.map((name) => didYouMean(name, present)).join("");
  return new UserError(
    `${path} has no column ${list}.${guesses}\nIts columns: ${present.join(", ")}.\n` +
      `Name yours under "columns:" in the lookup, as they are called in the table.`,
  );
}

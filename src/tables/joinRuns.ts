import { UserError } from "../util/userError.js";
import type { ExportedRun } from "./exportRun.js";
import { decodeRunName, type RunNameColumns } from "./decodeRunName.js";
import { inferColumn } from "./inferColumn.js";
import { floatType, type Column, type Table } from "./table.js";

export interface JoinOptions {
  /** Runs may log different things: their columns are united, what a run lacks is left empty. */
  readonly unite?: boolean;
  /** Add a column for every segment of the run names. */
  readonly decodeNames?: boolean;
}

/**
 * One table of the rows of several runs, `name` first. The columns are those of the first run.
 *
 * @throws {UserError} when a run has other columns than the first one and they are not to be united
 */
export function joinRuns(runs: readonly ExportedRun[], options: JoinOptions = {}): Table {
  const names = [...new Set(runs.flatMap(({ columns }) => [...columns.keys()]))];
  if (!options.unite) runs.forEach((run) => refuseOtherColumns(runs[0], run, names));
  const lengths = runs.map(({ columns }) => columns.get("step")!.length);
  const rows = lengths.reduce((sum, length) => sum + length, 0);

  const numeric = names.map((name): Column => {
    const values = new Float64Array(rows);
    let start = 0;
    runs.forEach((run, index) => {
      const column = run.columns.get(name);
      if (column) values.set(column, start);
      else values.fill(NaN, start, start + lengths[index]);
      start += lengths[index];
    });
    if (name === "step") return { name, type: "integer", values };
    return { name, type: name === "wall.time" ? "double" : floatType(values), values };
  });
  // `name` first, then the columns in the order in which the runs logged them.
  const repeated = <T>(perRun: readonly T[]): T[] =>
    perRun.flatMap((value, index) => new Array<T>(lengths[index]).fill(value));
  const name: Column = { name: "name", type: "text", values: repeated(runs.map((r) => r.name)) };
  const decoded = options.decodeNames ? decodedColumns(runs, repeated) : [];
  return { rows, columns: [name, ...numeric, ...decoded] };
}

function refuseOtherColumns(first: ExportedRun, run: ExportedRun, names: readonly string[]): void {
  const other = names.filter((name) => first.columns.has(name) !== run.columns.has(name));
  if (other.length === 0) return;
  throw new UserError(
    `The runs do not have the same columns: ${other.map((name) => `"${name}"`).join(", ")} ` +
      `is in only one of\n  ${first.name}\n  ${run.name}\n` +
      `Export them separately, or with --tags, which leaves empty what a run lacks.`,
  );
}

function decodedColumns(
  runs: readonly ExportedRun[],
  repeated: <T>(perRun: readonly T[]) => T[],
): Column[] {
  const decoded = runs.map((run) => decodeRunName(run.name.split("/").at(-1)!) ?? {});
  const names = [...new Set(decoded.flatMap((columns) => Object.keys(columns)))];
  return names.map((name) => typedColumn(name, repeated(decoded.map((run) => run[name] ?? null))));
}

function typedColumn(name: string, values: RunNameColumns[string][]): Column {
  const column = inferColumn(name, values);
  const isWhole = column.type === "double" && values.every((v) => v === null || Number.isSafeInteger(v));
  return isWhole ? { ...column, type: "integer" } : column;
}

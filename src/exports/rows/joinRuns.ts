import { UserError } from "../../util/userError.js";
import type { RunNameColumns } from "../../experiments/names/nameFormat.js";
import { decodeRunName } from "../../experiments/names/runName.js";
import type { ExportedRun } from "../layouts/exportRun.js";
import { inferColumn } from "../../tables/inferColumn.js";
import { floatType, type Column, type ColumnType } from "../../tables/table.js";
import type { ColumnHead, PartColumn, TablePart, TableStream } from "../../tables/tableStream.js";

export interface JoinOptions {
  /** Runs may log different things: their columns are united, what a run lacks is left empty. */
  readonly unite?: boolean;
  /** Add a column for every segment of the run names. */
  readonly decodeNames?: boolean;
}

/** The rows of one run for a table of several. */
export interface JoinedRun {
  readonly name: string;
  /** Types of its columns by name, in order. */
  readonly columns: ReadonlyMap<string, ColumnType>;
  /** The rows, piece by piece; undefined where others may have their turn. */
  readonly pieces: () => Iterable<ExportedRun | undefined>;
}

/** A run in memory as it joins a table. */
export function joinedRun(run: ExportedRun, pieces: JoinedRun["pieces"] = () => [run]): JoinedRun {
  const columns = new Map<string, ColumnType>();
  for (const [name, values] of run.columns) columns.set(name, typeOf(name, values));
  return { name: run.name, columns, pieces };
}

function typeOf(name: string, values: Float64Array): ColumnType {
  if (name === "step") return "integer";
  return name === "wall.time" ? "double" : floatType(values);
}

/**
 * One table of the rows of several runs, `name` first, then the columns in the order in which the runs
 * have them.
 *
 * @throws {UserError} when a run has other columns than the first one and they are not to be united
 */
export function joinRuns(runs: readonly JoinedRun[], options: JoinOptions = {}): TableStream {
  if (!options.unite) for (const run of runs) refuseOtherColumns(runs[0], run);
  const types = new Map<string, ColumnType>();
  for (const run of runs) {
    for (const [name, type] of run.columns) {
      if (types.get(name) !== "double") types.set(name, type);
    }
  }
  const numeric = [...types].map(([name, type]) => ({ name, type }));
  const decoded = options.decodeNames ? decodedTypes(runs) : [];
  function* parts(): Generator<TablePart | undefined> {
    for (const { name, pieces } of runs) {
      const ofName = decoded.length > 0 ? decode(name) : {};
      for (const piece of pieces()) {
        if (piece === undefined) yield undefined;
        else {
          for (const slice of slicesOf(piece)) {
            yield partOf(name, slice, numeric, decoded, ofName);
          }
        }
      }
    }
  }
  return {
    columns: [
      { name: "name", type: "text", categories: runs.map(({ name }) => name) },
      ...numeric,
      ...decoded,
    ],
    parts: { [Symbol.iterator]: parts },
  };
}

const mostRowsPerPart = 65_536;

/** A run bit by bit, so that nothing larger than it is made of all its rows at once. */
function* slicesOf({ name, columns }: ExportedRun): Generator<ExportedRun> {
  const rows = columns.get("step")!.length;
  for (let start = 0; start < rows; start += mostRowsPerPart) {
    const slices = [...columns].map(
      ([column, values]) => [column, values.subarray(start, start + mostRowsPerPart)] as const,
    );
    yield { name, columns: new Map(slices) };
  }
}

function partOf(
  runName: string,
  { columns }: ExportedRun,
  numeric: readonly ColumnHead[],
  decoded: readonly ColumnHead[],
  ofName: RunNameColumns,
): TablePart {
  const rows = columns.get("step")!.length;
  return {
    rows,
    columns: [
      repeated("name", "text", runName, rows),
      ...numeric.map(({ name, type }) => {
        const values = columns.get(name) ?? new Float64Array(rows).fill(NaN);
        return { name, type, values } as Column;
      }),
      ...decoded.map(({ name, type }) => repeated(name, type, ofName[name] ?? null, rows)),
    ],
  };
}

/** A column that has one value in all rows. */
function repeated(
  name: string,
  type: ColumnType,
  value: RunNameColumns[string],
  rows: number,
): PartColumn {
  if (type === "text" && value !== null) {
    return { name, type: "category", codes: new Uint32Array(rows), categories: [String(value)] };
  }
  const isNumber = type !== "text" && type !== "boolean";
  const values = new Array(rows).fill(isNumber ? (value ?? NaN) : value) as never[];
  return { name, type, values };
}

function refuseOtherColumns(first: JoinedRun, run: JoinedRun): void {
  const names = new Set([...first.columns.keys(), ...run.columns.keys()]);
  const other = [...names].filter((name) => first.columns.has(name) !== run.columns.has(name));
  if (other.length === 0) return;
  throw new UserError(
    `The runs do not have the same columns: ${other.map((name) => `"${name}"`).join(", ")} ` +
      `is in only one of\n  ${first.name}\n  ${run.name}\n` +
      `Export them separately, or with --tags, which leaves empty what a run lacks.`,
  );
}

function decode(runName: string): RunNameColumns {
  return decodeRunName(runName.split("/").at(-1)!) ?? {};
}

function decodedTypes(runs: readonly JoinedRun[]): ColumnHead[] {
  const decoded = runs.map(({ name }) => decode(name));
  const names = [...new Set(decoded.flatMap((columns) => Object.keys(columns)))];
  return names.map((name) => {
    const values = decoded.map((columns) => columns[name] ?? null);
    const { type } = inferColumn(name, values);
    const isWhole = type === "double" && values.every((v) => v === null || Number.isSafeInteger(v));
    return { name, type: isWhole ? "integer" : type };
  });
}

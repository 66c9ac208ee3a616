import type { RunNameColumns } from "../../experiments/names/nameFormat.js";
import { distinctNames, type Renaming } from "../../tables/distinctNames.js";
import { inferColumn } from "../../tables/inferColumn.js";
import { type Column, type ColumnType, floatType } from "../../tables/table.js";
import type { ColumnHead, PartColumn, TablePart, TableStream } from "../../tables/tableStream.js";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import {
  type ColumnKey,
  type ExportedRun,
  stepColumn,
  wallTimeColumn,
} from "../layouts/exportedRun.js";

/** "papers": the original exporter's columns. "general": run, step, wall_time and one per tag. */
export type TableLayout = "papers" | "general";

export interface JoinOptions {
  readonly layout: TableLayout;
  /** Runs may log different things: their columns are united, what a run lacks is left empty. */
  readonly unite?: boolean;
  /** Gives columns out of run names; null for names that are of no known form. */
  readonly decodeRunName?: (name: string) => RunNameColumns | null;
  /** Told about every tag that could not be the name of its column. */
  readonly onRenamed?: (renaming: Renaming) => void;
}

/** The rows of one run for a table of several. */
export interface JoinedRun {
  readonly name: string;
  /** Types of its columns, in order. */
  readonly columns: ReadonlyMap<ColumnKey, ColumnType>;
  /** The rows, piece by piece; undefined where others may have their turn. */
  readonly pieces: () => Iterable<ExportedRun | undefined>;
}

/** Types of the columns of a run in the papers' layout. */
export function typesOf({ columns }: ExportedRun): Map<ColumnKey, ColumnType> {
  return new Map(
    [...columns].map(([key, { values }]) => {
      if (key === "step") return [key, "integer"];
      return [key, key === "wall.time" ? "double" : floatType(values)];
    }),
  );
}

/**
 * One table of the rows of several runs, their names first, then the columns in the order in which the
 * runs have them.
 *
 * @throws {UserError} when a run has other columns than the first one and they are not to be united
 */
export function joinRuns(runs: readonly JoinedRun[], options: JoinOptions): TableStream {
  if (!options.unite) for (const run of runs) refuseOtherColumns(runs[0], run);
  const types = new Map<ColumnKey, ColumnType>();
  for (const run of runs) {
    for (const [key, type] of run.columns) {
      if (types.get(key) !== "double") types.set(key, type);
    }
  }
  const decode = (runName: string): RunNameColumns =>
    options.decodeRunName?.(runName.split("/").at(-1)!) ?? {};
  const decoded = options.decodeRunName === undefined ? [] : decodedTypes(runs, decode);
  const keys = [...types.keys()];
  const runColumn = options.layout === "papers" ? "name" : "run";
  const names = columnNames(keys, [runColumn, ...decoded.map(({ name }) => name)], options);
  const numeric = keys.map((key, index) => ({ key, name: names[index], type: types.get(key)! }));
  function* parts(): Generator<TablePart | undefined> {
    for (const { name, pieces } of runs) {
      const ofName = decoded.length > 0 ? decode(name) : {};
      for (const piece of pieces()) {
        if (piece === undefined) yield undefined;
        else {
          for (const slice of slicesOf(piece)) {
            const run = repeated(runColumn, "text", name, slice.rows);
            const ofRun = decoded.map((column) =>
              repeated(column.name, column.type, own(ofName, column.name) ?? null, slice.rows),
            );
            const columns = [run, ...numbersOf(slice, numeric), ...ofRun];
            yield { rows: slice.rows, columns };
          }
        }
      }
    }
  }
  return {
    columns: [
      { name: runColumn, type: "text", categories: runs.map(({ name }) => name) },
      ...numeric.map(({ name, type }) => ({ name, type })),
      ...decoded,
    ],
    parts: { [Symbol.iterator]: parts },
  };
}

/** What the columns are called beside those in `others`. */
function columnNames(
  keys: readonly ColumnKey[],
  others: readonly string[],
  { layout, onRenamed }: JoinOptions,
): string[] {
  if (layout === "papers") return keys.map(String);
  const tags = keys.filter((key) => typeof key === "string");
  const { names, renamed } = distinctNames(
    [...fixedNames.values(), ...others],
    tags.map((name) => ({ name, prefix: "tag" })),
  );
  if (onRenamed) renamed.forEach(onRenamed);
  const nameOf = new Map<ColumnKey, string>(fixedNames);
  tags.forEach((tag, index) => nameOf.set(tag, names[index]));
  return keys.map((key) => nameOf.get(key)!);
}

const fixedNames = new Map<ColumnKey, string>([
  [stepColumn, "step"],
  [wallTimeColumn, "wall_time"],
]);

const mostRowsPerPart = 65_536;

/** A run bit by bit, so that nothing larger than it is made of all its rows at once. */
function* slicesOf(run: ExportedRun): Generator<ExportedRun> {
  if (run.rows <= mostRowsPerPart) {
    yield run;
    return;
  }
  for (let start = 0; start < run.rows; start += mostRowsPerPart) {
    const end = Math.min(start + mostRowsPerPart, run.rows);
    const slices = [...run.columns].map(([key, { values, missing }]) => {
      const part = typeof missing === "object" ? missing.subarray(start, end) : missing;
      return [key, { values: values.subarray(start, end), missing: part }] as const;
    });
    yield { name: run.name, rows: end - start, columns: new Map(slices) };
  }
}

function numbersOf(
  { rows, columns }: ExportedRun,
  numeric: readonly (ColumnHead & { readonly key: ColumnKey })[],
): Column[] {
  let nothing: Float64Array | undefined;
  return numeric.map(({ key, name, type }) => {
    const column = columns.get(key);
    const values = column?.values ?? (nothing ??= new Float64Array(rows).fill(NaN));
    return { name, type, values, missing: column?.missing } as Column;
  });
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
  const keys = new Set([...first.columns.keys(), ...run.columns.keys()]);
  const other = [...keys].filter((key) => first.columns.has(key) !== run.columns.has(key));
  if (other.length === 0) return;
  throw new UserError(
    `The runs do not have the same columns: ${other.map((key) => `"${String(key)}"`).join(", ")} ` +
      `is in only one of\n  ${first.name}\n  ${run.name}\n` +
      `Export them separately, or with --tags, which leaves empty what a run lacks.`,
  );
}

function decodedTypes(
  runs: readonly JoinedRun[],
  decode: (runName: string) => RunNameColumns,
): ColumnHead[] {
  const decoded = runs.map(({ name }) => decode(name));
  const names = [...new Set(decoded.flatMap((columns) => Object.keys(columns)))];
  return names.map((name) => {
    const values = decoded.map((columns) => own(columns, name) ?? null);
    const { type } = inferColumn(name, values);
    const isWhole = type === "double" && values.every((v) => v === null || Number.isSafeInteger(v));
    return { name, type: isWhole ? "integer" : type };
  });
}

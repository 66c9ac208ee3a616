import type { ExportOptions } from "../exportLogs.js";
import type { LogTable } from "../streamRows.js";
import type { ColumnHead, PartColumn, TablePart } from "../../tables/tableStream.js";
import type { ColumnType } from "../../tables/table.js";
import { type PartedExport, type PartNotes, partPath } from "./exportParts.js";
import { readStoredHead, storedParts, type StoredHead } from "./storedTable.js";
import { tellAgain } from "./told.js";

type Head = StoredHead<PartNotes>;

/**
 * One table of all parts: the one that reading all runs at once gives, told about in the same words.
 *
 * @returns undefined where that cannot be said from the parts alone: then all runs are to be read at once
 */
export function mergeParts(
  { kind, options, parts }: PartedExport,
  folder: string,
  asked: Pick<ExportOptions, "onLoss" | "onEmptyRun" | "onSuperseded">,
): LogTable | undefined {
  const heads = parts.map((_, part) => readStoredHead<PartNotes>(partPath(folder, part)));
  const filled = heads.filter(({ rows }) => rows > 0);
  if (filled.length === 0) return undefined;
  // A part without rows is clear when each of its runs is: other reasons come up again when all are read.
  const emptyRuns = ({ notes }: Head) => notes.told.filter(({ kind: what }) => what === "empty");
  const isClear = (head: Head, part: number) =>
    head.rows > 0 || emptyRuns(head).length === parts[part].length;
  if (!heads.every(isClear)) return undefined;
  // Column names that depend on other tags, and patterns that nothing matches, are for a look at all runs.
  if (heads.some(({ notes }) => notes.isRenamed)) return undefined;
  const isUnmatched = (pattern: string) =>
    filled.every(({ notes }) =>
      notes.unmatched.some((sentence) => sentence.includes(` matches ${JSON.stringify(pattern)}.`)),
    );
  if (options.tags?.some(isUnmatched)) return undefined;
  const isWide = kind === "scalars" && (options.long !== true || options.weightsOnly === true);
  const columns = isWide ? unitedColumns(filled) : sameColumns(heads);
  if (columns === undefined) return undefined;
  if (isWide && options.layout !== "general") {
    // The papers' layout has the same columns in all runs, and is for runs that logged their metrics.
    const isSame = filled.every((head) => head.columns.length === columns.length);
    if (!isSame || heads.some((head) => emptyRuns(head).length > 0)) return undefined;
  }
  for (const { notes } of heads) tellAgain(notes.told, asked);
  const counts = { runs: heads.reduce((sum, { notes }) => sum + notes.runs, 0), rows: 0 };
  function* all(): Generator<TablePart> {
    counts.rows = 0;
    for (const [part, { rows }] of heads.entries()) {
      if (rows === 0) continue;
      for (const stored of storedParts(partPath(folder, part))) {
        counts.rows += stored.rows;
        yield inColumns(columns!, stored);
      }
    }
  }
  return { columns, parts: { [Symbol.iterator]: all }, counts };
}

/** Columns in the order in which the parts have them; undefined when two are the same to some readers. */
function unitedColumns(heads: readonly Head[]): ColumnHead[] | undefined {
  const types = new Map<string, ColumnType>();
  for (const { name, type } of heads.flatMap(({ columns }) => columns)) {
    if (types.get(name) !== "double") types.set(name, type);
  }
  const folded = new Set([...types.keys()].map((name) => name.toLowerCase()));
  if (folded.size < types.size) return undefined;
  return withCategories(
    [...types].map(([name, type]) => ({ name, type })),
    heads,
  );
}

/** The columns of a table with a row per value, which are the same whatever is logged. */
function sameColumns(heads: readonly Head[]): ColumnHead[] | undefined {
  const [{ columns }, ...others] = heads.filter((head) => head.columns.length > 0);
  const isSame = others.every(
    (head) =>
      head.columns.length === columns.length &&
      head.columns.every(({ name, type }, index) => {
        return name === columns[index].name && type === columns[index].type;
      }),
  );
  return isSame ? withCategories(columns, heads) : undefined;
}

/** The runs are known before the first row is. */
function withCategories(columns: readonly ColumnHead[], heads: readonly Head[]): ColumnHead[] {
  return columns.map(({ name, type }) => {
    const ofParts = heads.flatMap(
      (head) => head.columns.find((column) => column.name === name)?.categories ?? [],
    );
    return { name, type, ...(ofParts.length > 0 && { categories: ofParts }) };
  });
}

/** Rows of a part in the columns of the whole; what it lacks is left empty. */
function inColumns(columns: readonly ColumnHead[], { rows, columns: there }: TablePart): TablePart {
  const byName = new Map(there.map((column) => [column.name, column]));
  let nothing: Float64Array | undefined;
  return {
    rows,
    columns: columns.map(({ name, type }): PartColumn => {
      const column = byName.get(name);
      if (column === undefined) {
        const values = (nothing ??= new Float64Array(rows).fill(NaN));
        return { name, type, values } as PartColumn;
      }
      return column.type === "category" ? column : ({ ...column, type } as PartColumn);
    }),
  };
}

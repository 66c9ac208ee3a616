import { type Fact, factNames, type Facts } from "../facts/fact.js";
import { distinctNames, type Renaming } from "../tables/distinctNames.js";
import { inferColumn } from "../tables/inferColumn.js";
import type { ColumnType } from "../tables/table.js";
import { cellReader, type PartColumn, type TablePart } from "../tables/tableStream.js";
import { own } from "../util/own.js";
import type { LogTable } from "./streamRows.js";

/** A fact as a column of a table. */
interface FactColumn {
  readonly column: string;
  readonly type: ColumnType;
  readonly valueOf: (run: string) => Fact | null;
}

/**
 * A table of logs with what is known of its runs: a column per fact behind the run's, whole numbers, numbers, yes or no,
 * else text. Where a run lacks a fact nothing stands.
 *
 * @param facts by the name of the run
 */
export function withFactColumns(
  table: LogTable,
  facts: ReadonlyMap<string, Facts>,
  onRenamed?: (renaming: Renaming) => void,
): LogTable {
  const all = [...facts.values()];
  const names = factNames(all);
  const taken = table.columns.map(({ name }) => name);
  const distinct = distinctNames(
    taken,
    names.map((name) => ({ name, prefix: "fact" })),
  );
  distinct.renamed.forEach((renaming) => onRenamed?.(renaming));
  const added = names.map((name, index): FactColumn => {
    const type = typeOf(all.map((one) => own(one, name)));
    const valueOf = (run: string) => {
      const fact = own(facts.get(run), name);
      return fact === undefined ? null : type === "text" ? String(fact) : fact;
    };
    return { column: distinct.names[index], type, valueOf };
  });
  const place = taken.findIndex((name) => name === "run" || name === "name") + 1;
  const insert = <T>(columns: readonly T[], more: readonly T[]): T[] => [
    ...columns.slice(0, place),
    ...more,
    ...columns.slice(place),
  ];
  function* parts(): Generator<TablePart | undefined, void> {
    for (const part of table.parts) {
      if (part === undefined) yield part;
      else {
        const runOf = cellReader(part.columns[place - 1]);
        const more = added.map((one) => partColumn(one, runOf, part.rows));
        yield { rows: part.rows, columns: insert(part.columns, more) };
      }
    }
  }
  return {
    columns: insert(
      table.columns,
      added.map(({ column, type }) => ({ name: column, type })),
    ),
    parts: { [Symbol.iterator]: parts },
    counts: table.counts,
  };
}

function typeOf(values: readonly (Fact | undefined)[]): ColumnType {
  const present = values.filter((value) => value !== undefined);
  if (present.every((value) => Number.isSafeInteger(value))) return "integer";
  return inferColumn("", present).type;
}

function partColumn(
  { column, type, valueOf }: FactColumn,
  runOf: (row: number) => string | number | boolean | null,
  rows: number,
): PartColumn {
  const cells = new Map<unknown, Fact | null>();
  const cellOf = (row: number): Fact | null => {
    const run = runOf(row);
    const known = cells.get(run);
    if (known !== undefined) return known;
    const value = valueOf(String(run));
    cells.set(run, value);
    return value;
  };
  const values = Array.from({ length: rows }, (_, row) => cellOf(row));
  if (type === "text") {
    return { name: column, type, values: values.map((v) => (v === null ? null : String(v))) };
  }
  if (type === "boolean") {
    return { name: column, type, values: values.map((v) => (v === null ? null : v === true)) };
  }
  const numbers = Float64Array.from(values, (value) => (value === null ? NaN : Number(value)));
  const missing = Uint8Array.from(values, (value) => Number(value === null));
  return { name: column, type, values: numbers, missing: missing.includes(1) ? missing : "none" };
}

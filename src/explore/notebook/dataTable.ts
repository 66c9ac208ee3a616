import { writeTable } from "../../exports/exportLogs.js";
import { readTable } from "../../tables/database/readTable.js";
import type { Table } from "../../tables/table.js";
import { tableOfRows } from "../../tables/tableOfRows.js";
import { own, setOwn } from "../../util/own.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { Aggregate } from "./aggregates.js";
import { jupyterDisplay, type MimeBundle } from "./mimeBundle.js";
import { compareValues, groupsOf, keyOf } from "./rowValues.js";
import { rowsOf } from "./rowsOf.js";
import { mostShown, tableBundle } from "./tableBundle.js";

type AnyRow = Readonly<Record<string, unknown>>;
type Name<Row> = keyof Row & string;

/**
 * Rows as a table that a notebook shows, and that is asked by plain functions:
 *
 *     const runs = table(await query("from runs('logs')"));
 *     runs.filter((run) => run.last_step === 5000).group("model").summarise({ n: count(), acc: mean("acc") })
 *
 * @param source rows, or columns as `query`, `readTable` and `exportLogs` give them
 */
export function table<Row extends object = AnyRow>(source: readonly Row[] | Table): DataTable<Row> {
  const rows = "columns" in source ? (rowsOf(source) as unknown as Row[]) : source;
  const names = "columns" in source ? source.columns.map(({ name }) => name) : undefined;
  return new DataTable(rows, names as Name<Row>[] | undefined);
}

/** Reads a CSV or Parquet file as such a table. @throws {UserError} as `readTable` does */
export async function openTable<Row extends object = AnyRow>(
  path: string,
): Promise<DataTable<Row>> {
  return table<Row>(await readTable(path));
}

/** Rows with the same columns. Nothing changes them: each step gives another table. */
export class DataTable<Row extends object = AnyRow> {
  readonly columns: readonly Name<Row>[];

  constructor(
    readonly rows: readonly Row[],
    columns?: readonly Name<Row>[],
  ) {
    this.columns =
      columns ?? ([...new Set(rows.flatMap((row) => Object.keys(row)))] as Name<Row>[]);
  }

  get length(): number {
    return this.rows.length;
  }

  [Symbol.iterator](): Iterator<Row> {
    return this.rows[Symbol.iterator]();
  }

  /** The rows that a test lets pass. */
  filter(test: (row: Row, index: number) => boolean): DataTable<Row> {
    return new DataTable(this.rows.filter(test), this.columns);
  }

  /** More columns, or others in place of those of the same name. */
  derive<More extends object>(make: {
    readonly [K in keyof More]: (row: Row, index: number) => More[K];
  }): DataTable<Omit<Row, keyof More> & More> {
    const entries = Object.entries<(row: Row, index: number) => unknown>(make);
    const rows: unknown = this.rows.map((row, index) => ({
      ...row,
      ...Object.fromEntries(entries.map(([name, of]) => [name, of(row, index)])),
    }));
    return new DataTable(rows as (Omit<Row, keyof More> & More)[]);
  }

  /** Some of the columns, in this order. */
  select<K extends Name<Row>>(...names: readonly K[]): DataTable<Pick<Row, K>> {
    names.forEach((name) => this.refuseUnknown(name));
    return new DataTable(
      this.rows.map(
        (row) => Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, K>,
      ),
      names,
    );
  }

  /** Rows by the values of columns: numbers by size, what is missing last. */
  sort(...names: readonly Name<Row>[]): DataTable<Row> {
    names.forEach((name) => this.refuseUnknown(name));
    const compare = (a: Row, b: Row) =>
      names.reduce((order, name) => order || compareValues(a[name], b[name]), 0);
    return new DataTable(this.rows.toSorted(compare), this.columns);
  }

  /** Groups of rows that agree in these columns, in order of first appearance. */
  group<K extends Name<Row>>(...names: readonly K[]): Groups<Row, K> {
    names.forEach((name) => this.refuseUnknown(name));
    return new Groups(names, groupsOf(this.rows, names));
  }

  /**
   * A row for each value of `rows`, a column for each value of `columns`, filled by the one `value` there is.
   *
   * @throws {UserError} when there are several: group them first
   */
  pivot({
    rows,
    columns,
    value,
  }: {
    rows: Name<Row>;
    columns: Name<Row>;
    value: Name<Row>;
  }): DataTable {
    [rows, columns, value].forEach((name) => this.refuseUnknown(name));
    const made = new Map<unknown, Record<string, unknown>>();
    for (const row of this.rows) {
      const line = made.get(row[rows]) ?? { [rows]: row[rows] };
      const column = String(row[columns]);
      if (Object.hasOwn(line, column)) {
        throw new UserError(
          `pivot: ${rows} ${String(row[rows])} has several values for ${columns} ${column}: group and summarise them first.`,
        );
      }
      setOwn<unknown>(line, column, row[value]);
      made.set(row[rows], line);
    }
    const names = [...new Set(this.rows.map((row) => String(row[columns])))];
    const lines = [...made.values()];
    for (const line of lines) {
      for (const name of names)
        if (own(line, name) === undefined) setOwn<unknown>(line, name, null);
    }
    return new DataTable(lines, [rows, ...names]);
  }

  /**
   * Each row with the columns of the row of another table that agrees with it in some columns.
   *
   * @param kind "inner" leaves out rows that have none, "left" keeps them
   * @throws {UserError} when the other table has several such rows, or a column of the same name
   */
  join<Other extends object, K extends Name<Row> & Name<Other>>(
    other: DataTable<Other>,
    on: K | readonly K[],
    kind: "inner" | "left" = "inner",
  ): DataTable<Row & Other> {
    const names: readonly K[] = typeof on === "string" ? [on] : on;
    names.forEach((name) => (this.refuseUnknown(name), other.refuseUnknown(name)));
    const more = other.columns.filter((name) => !(names as readonly string[]).includes(name));
    const twice = more.find((name) => (this.columns as readonly string[]).includes(name));
    if (twice !== undefined) {
      throw new UserError(
        `join: both tables have a column "${twice}": leave one out with select or rename it with derive.`,
      );
    }
    const found = new Map<string, Other>();
    for (const row of other.rows) {
      const key = keyOf(row, names);
      if (found.has(key))
        throw new UserError(
          `join: several rows of the other table have ${names.join(", ")} = ${key}.`,
        );
      found.set(key, row);
    }
    const none = Object.fromEntries(more.map((name) => [name, null])) as unknown as Other;
    const joined = this.rows.flatMap((row) => {
      const match = found.get(keyOf(row, names));
      if (match === undefined && kind === "inner") return [];
      return [{ ...row, ...(match ?? none) }];
    });
    return new DataTable<Row & Other>(joined, [...this.columns, ...more]);
  }

  /** The values of a column. */
  column<K extends Name<Row>>(name: K): Row[K][] {
    this.refuseUnknown(name);
    return this.rows.map((row) => row[name]);
  }

  /** The same as columns of numbers and texts, as the rest of the library has them. */
  toTable(): Table {
    return tableOfRows(this.rows as readonly AnyRow[]);
  }

  /** Writes it as `.csv` or `.parquet`. @throws {UserError} when the place cannot be written to */
  async write(path: string): Promise<void> {
    await writeTable(path, this.toTable());
  }

  [jupyterDisplay](): MimeBundle {
    const rows = this.rows.slice(0, mostShown).map((row) => this.columns.map((name) => row[name]));
    return tableBundle(this.columns, rows, this.length);
  }

  /** @throws {UserError} with the nearest names */
  private refuseUnknown(name: string): void {
    if ((this.columns as readonly string[]).includes(name)) return;
    throw new UserError(
      `The table has no column "${name}".${didYouMean(name, this.columns)} It has: ${this.columns.join(", ")}.`,
    );
  }
}

/** Rows that agree in some columns. */
export class Groups<Row extends object, K extends Name<Row>> {
  constructor(
    private readonly names: readonly K[],
    private readonly groups: readonly (readonly Row[])[],
  ) {}

  /** One row a group: what it agrees in, and what is made of its rows. */
  summarise<Made extends Readonly<Record<string, Aggregate<Row>>>>(
    make: Made,
  ): DataTable<Pick<Row, K> & { readonly [N in keyof Made]: ReturnType<Made[N]> }> {
    type Result = Pick<Row, K> & { readonly [N in keyof Made]: ReturnType<Made[N]> };
    return new DataTable<Result>(
      this.groups.map((rows) => {
        const places = this.names.map((name) => [name, rows[0][name]]);
        const values = Object.entries(make).map(([name, of]) => [name, of(rows)]);
        return Object.fromEntries([...places, ...values]) as Result;
      }),
    );
  }
}

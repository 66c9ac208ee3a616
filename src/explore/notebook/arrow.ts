import { type Column, missingTest, type Table } from "../../tables/table.js";
import { DataTable } from "./dataTable.js";

/** The package `apache-arrow`, as far as it is used: `import * as arrow from "apache-arrow"`. */
export interface ArrowPackage<Made = unknown> {
  readonly Table: new (schema: never, batch: never) => Made;
  readonly RecordBatch: new (schema: never, data: never) => unknown;
  readonly Schema: new (fields: never) => unknown;
  readonly Struct: new (fields: never) => unknown;
  readonly Field: new (name: string, type: never, nullable: boolean) => unknown;
  readonly makeData: (props: never) => unknown;
  readonly vectorFromArray: (values: never, type: never) => { readonly data: readonly unknown[] };
  readonly Bool: new () => unknown;
  readonly Utf8: new () => unknown;
  readonly Int32: new () => unknown;
  readonly Int64: new () => unknown;
  readonly Float32: new () => unknown;
  readonly Float64: new () => unknown;
}

/** An Arrow table, of whatever package: those that `tableFromIPC` reads are such. */
export interface ArrowLike {
  readonly numRows: number;
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly type: unknown }[];
  };
  getChildAt(index: number): { get(row: number): unknown } | null;
}

/**
 * A table as one of Arrow: texts as Utf8, whole numbers as Int32 or Int64, others as Float32 or Float64, as narrow as keeps
 * every value. What is missing is null, NaN stays NaN.
 *
 *     import * as arrow from "apache-arrow";
 *     const runs = toArrow(await query("from runs('logs')"), arrow);
 *
 * @param arrow the package, as the project has it: tables of another copy of it are none to its functions
 */
export function toArrow<Made>(source: Table | DataTable<object>, arrow: ArrowPackage<Made>): Made {
  const { rows, columns } = source instanceof DataTable ? source.toTable() : source;
  // Its signatures speak of its own types, which this program does not know.
  const own = arrow as unknown as AnyArrow<Made>;
  const fields: unknown[] = [];
  const children = columns.map((column) => {
    const { values, type } = arrowColumn(column, arrow);
    fields.push(new own.Field(column.name, type, true));
    return own.vectorFromArray(values, type).data[0];
  });
  const schema = new own.Schema(fields);
  const data = own.makeData({ type: new own.Struct(fields), length: rows, nullCount: 0, children });
  return new own.Table(schema, new own.RecordBatch(schema, data));
}

interface AnyArrow<Made> {
  readonly Table: new (schema: unknown, batch: unknown) => Made;
  readonly RecordBatch: new (schema: unknown, data: unknown) => unknown;
  readonly Schema: new (fields: unknown) => unknown;
  readonly Struct: new (fields: unknown) => unknown;
  readonly Field: new (name: string, type: unknown, nullable: boolean) => unknown;
  readonly makeData: (props: unknown) => unknown;
  readonly vectorFromArray: (
    values: unknown,
    type: unknown,
  ) => { readonly data: readonly unknown[] };
}

/**
 * An Arrow table as one that is asked by plain functions. Whole numbers of 64 bits are numbers where these keep them, texts
 * elsewhere; dates are texts.
 */
export function fromArrow(source: ArrowLike): DataTable {
  const { fields } = source.schema;
  const rows = Array.from({ length: source.numRows }, (_, row) =>
    Object.fromEntries(
      fields.map(({ name, type }, place) => [
        name,
        plainValue(source.getChildAt(place)?.get(row), String(type)),
      ]),
    ),
  );
  return new DataTable(
    rows,
    fields.map(({ name }) => name),
  );
}

function plainValue(value: unknown, type: string): unknown {
  if (value === undefined || value === null) return null;
  // Arrow gives milliseconds, whatever the unit is.
  if (value instanceof Date) return value.toISOString();
  if (/^(?:Date|Timestamp)/.test(type)) return new Date(Number(value)).toISOString();
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function arrowColumn(
  column: Column,
  { Bool, Utf8, Int32, Int64, Float32, Float64 }: ArrowPackage,
): { readonly values: readonly unknown[]; readonly type: unknown } {
  if (column.type === "text") return { values: Array.from(column.values), type: new Utf8() };
  if (column.type === "boolean") return { values: Array.from(column.values), type: new Bool() };
  const isMissing = missingTest(column.values, column.missing);
  const values = Array.from(column.values, (value, row) => (isMissing(row) ? null : value));
  if (column.type !== "integer") {
    return { values, type: column.type === "float" ? new Float32() : new Float64() };
  }
  const isSmall = values.every((value) => value === null || value === (value | 0));
  return isSmall
    ? { values, type: new Int32() }
    : { values: values.map((value) => (value === null ? null : BigInt(value))), type: new Int64() };
}

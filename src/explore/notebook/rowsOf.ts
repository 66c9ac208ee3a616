import { missingTest, type Table } from "../../tables/table.js";

type AnyRow = Readonly<Record<string, unknown>>;

/** Rows as objects. Unlike what is missing, NaN stays what it is: a mean of it is none. */
export function rowsOf({ rows, columns }: Table): AnyRow[] {
  const cells = columns.map((column): ((row: number) => unknown) => {
    if (column.type === "text" || column.type === "boolean") return (row) => column.values[row];
    const isMissing = missingTest(column.values, column.missing);
    return (row) => (isMissing(row) ? null : column.values[row]);
  });
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, cells[index](row)])),
  );
}

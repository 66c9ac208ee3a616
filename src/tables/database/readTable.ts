import { UserError } from "../../util/userError.js";
import { hasDecimalComma, numberOf } from "../cellTypes.js";
import { inferColumn, inferTextColumn } from "../inferColumn.js";
import { type Column, missingTest, type Table } from "../table.js";
import { lineOfRow } from "./csvFaults.js";
import { allowMemory } from "./duckdb.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { refuseTooManyRows } from "../rowMemory.js";
import { openTable, query, type TableSource } from "./tableSource.js";

/** Smaller files of plain text are read without a look at their number of rows; packed ones may hold any. */
const largeBytes = 4 * 2 ** 20;

/**
 * Reads any CSV or Parquet table as it stands. The cells of a CSV tell the types of its columns; dates,
 * times, identifiers and whole numbers that a 64-bit float cannot hold are text, as they are written.
 *
 * @throws {UserError} when the file does not exist, is empty, or cannot be read
 */
export async function readTable(path: string): Promise<Table> {
  const source = await openTable(path);
  await allowMemory(source.columns.length * 0.5);
  await refuseTooLarge(source);
  const fields = source.types.map(
    (type, index) => `${valueExpression(`c${index}`, type)} AS c${index}`,
  );
  const reader = await query(source, `SELECT ${fields.join(", ")} FROM ${source.sql}`);
  const values = reader.getColumnsJS();
  const rows = reader.currentRowCount;
  if (rows === 0) throw new UserError(`The table ${path} has no rows.`);
  const columns = source.columns.map((name, index): Column => {
    if (source.dialect === undefined) return inferColumn(name, values[index]);
    const cells = values[index] as (string | null)[];
    refuseDecimalCommas(source, index, cells);
    return inferTextColumn(name, cells);
  });
  return { rows, columns };
}

/** @throws {UserError} when its rows would not fit into memory */
async function refuseTooLarge(source: TableSource): Promise<void> {
  const { size = 0 } = statOrUndefined(source.path) ?? {};
  const isPacked = source.dialect === undefined || /\.(gz|zst)$/i.test(source.path);
  if (size < largeBytes && !isPacked) return;
  const reader = await query(source, `SELECT count(*) FROM ${source.sql}`);
  const rows = Number(reader.getRowsJS()[0][0]);
  refuseTooManyRows(`The table ${source.path}`, rows, source.columns.length);
}

/** The SQL expression of a column as a number, boolean or text that does not depend on the machine. */
export function valueExpression(column: string, type: string): string {
  if (
    /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|BOOLEAN|VARCHAR)$/.test(type)
  ) {
    return column;
  }
  if (type.startsWith("DECIMAL")) return `CAST(${column} AS DOUBLE)`;
  if (type === "TIMESTAMP WITH TIME ZONE") {
    return `replace(CAST(make_timestamp(epoch_us(${column})) AS VARCHAR), ' ', 'T') || 'Z'`;
  }
  const text = `CAST(${column} AS VARCHAR)`;
  return type.startsWith("TIMESTAMP") ? `replace(${text}, ' ', 'T')` : text;
}

/** Numbers with a comma would be taken for names. */
function refuseDecimalCommas(
  { path, dialect, columns }: TableSource,
  column: number,
  cells: readonly (string | null)[],
): void {
  const row = cells.findIndex((cell) => cell !== null && hasDecimalComma(cell));
  if (row < 0) return;
  const isNumbers = cells.every(
    (cell) => cell === null || hasDecimalComma(cell) || numberOf(cell) !== undefined,
  );
  // Between quotes, "64,64" may be a list; "0,5" is none.
  const isClear = dialect!.delimiter !== "," || cells.some((cell) => /^[+-]?0,\d/.test(cell ?? ""));
  if (!isNumbers || !isClear) return;
  const line = lineOfRow(path, dialect!, row);
  throw new UserError(
    `Cannot read the table ${path}${line === undefined ? "" : `, line ${line}`}: ${cells[row]} in the column ` +
      `"${columns[column]}" has a decimal comma.\n` +
      `Write numbers with a decimal point (R: write.csv instead of write.csv2; pandas: decimal=".").`,
  );
}

/**
 * The rows of a table as objects; a missing number is null.
 *
 * @throws {UserError} when they would not fit into memory
 */
export function tableRows({ rows, columns }: Table): Record<string, unknown>[] {
  refuseTooManyRows("The table", rows, columns.length);
  const cells = columns.map((column): ((row: number) => unknown) => {
    const { values } = column;
    if (column.type === "text" || column.type === "boolean") return (row) => values[row];
    const isMissing = missingTest(column.values, column.missing);
    return (row) => (isMissing(row) || Number.isNaN(values[row]) ? null : values[row]);
  });
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, cells[index](row)])),
  );
}

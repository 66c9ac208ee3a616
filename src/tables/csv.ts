import { pythonFloat } from "../util/text/pythonFloat.js";
import { withoutNul } from "./distinctNames.js";
import { missingTest, type Table } from "./table.js";
import type { PartColumn, TablePart } from "./tableStream.js";

/** What stands for a missing value. */
const missing = "";

/** The header line of a table, line end included. */
export function csvHeader(columns: readonly { readonly name: string }[]): string {
  return `${columns.map(({ name }) => quoted(name)).join(",")}\n`;
}

/** A whole table as CSV. */
export const csvText = (table: Table): string => csvHeader(table.columns) + csvRows(table);

/**
 * The rows of a table as CSV without header, like the original exporter: nothing for a missing value,
 * numbers as Python prints them (`2.0`, `1e-05`, `nan`, `inf`), `TRUE` and `FALSE`.
 */
export function csvRows(table: TablePart): string {
  const cells = table.columns.map(cellWriter);
  const lines = new Array<string>(table.rows);
  for (let row = 0; row < table.rows; row++) {
    let line = cells[0](row);
    for (let column = 1; column < cells.length; column++) line += `,${cells[column](row)}`;
    lines[row] = line;
  }
  return table.rows > 0 ? `${lines.join("\n")}\n` : "";
}

function cellWriter(column: PartColumn): (row: number) => string {
  switch (column.type) {
    case "text": {
      const { values } = column;
      // Most cells repeat the one above: a run's name, a tag.
      let last: string | null = null;
      let text = "";
      return (row) => {
        const value = values[row];
        if (value == null) return missing;
        if (value !== last) {
          last = value;
          text = quoted(value);
        }
        return text;
      };
    }
    case "category": {
      const { codes } = column;
      const texts = column.categories.map(quoted);
      return (row) => texts[codes[row]];
    }
    case "boolean": {
      const { values } = column;
      return (row) => {
        const value = values[row];
        return value == null ? missing : value ? "TRUE" : "FALSE";
      };
    }
    case "integer": {
      const { values } = column;
      const isMissing = missingTest(values, column.missing);
      return (row) => (isMissing(row) ? missing : wholeNumber(values[row]));
    }
    case "float":
    case "double": {
      const { values } = column;
      const isMissing = missingTest(values, column.missing);
      return (row) => (isMissing(row) ? missing : pythonFloat(values[row]));
    }
  }
}

/** Empty text and the text NA are put in quotes: without them they would be missing values. */
function quoted(text: string): string {
  if (!/[",\r\n\0]|^(?:NA)?$/.test(text)) return text;
  return `"${withoutNul(text).replaceAll('"', '""')}"`;
}

/** All digits of a whole number, within the range of 64-bit integers as in Parquet. */
function wholeNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isInteger(value)) return pythonFloat(value);
  return String(value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(value));
}

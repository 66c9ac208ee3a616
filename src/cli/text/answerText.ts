import type { QueryResult } from "../../explore/query/queryResult.js";
import { csvHeader, csvRows } from "../../tables/csv.js";
import { missingTest, type Column, type Table } from "../../tables/table.js";
import { layoutTable } from "./layoutTable.js";

/** How the answer to a query is printed. */
export type AnswerFormat = "text" | "csv" | "json" | "markdown";

/** Rows of a text for people; programs get all. */
const mostRows = 100;

/** An answer as text, bit by bit. */
export async function* answerTexts(
  result: Pick<QueryResult, "columns" | "parts" | "table">,
  format: AnswerFormat,
): AsyncGenerator<string> {
  if (format === "csv") {
    yield csvHeader(result.columns);
    for await (const part of result.parts()) yield csvRows(part);
    return;
  }
  if (format === "json") {
    let before = "[\n  ";
    for await (const part of result.parts()) {
      const objects = jsonRows(part);
      for (const object of objects) {
        yield before + object;
        before = ",\n  ";
      }
    }
    yield before.startsWith("[") ? "[]\n" : "\n]\n";
    return;
  }
  const table = await result.table();
  const shown = Math.min(table.rows, mostRows);
  const cells = table.columns.map(textCells);
  const rows = Array.from({ length: shown }, (_, row) => cells.map((cell) => cell(row)));
  const numbers = table.columns.flatMap(({ type }, index) =>
    type === "text" || type === "boolean" ? [] : [index],
  );
  const header = result.columns.map(({ name }) => name);
  yield layoutTable(format, header.map(oneLine), rows, new Set(numbers));
  if (table.rows > shown) {
    yield `… ${table.rows - shown} more of ${table.rows} rows: --format csv prints all, --out writes them.\n`;
  } else if (table.rows === 0) yield "(no rows)\n";
}

/** Numbers for people have six digits; programs get all of them. */
function textCells(column: Column): (row: number) => string {
  if (column.type === "text" || column.type === "boolean") {
    const { values } = column;
    return (row) => (values[row] === null ? "" : oneLine(String(values[row])));
  }
  const { values } = column;
  const isMissing = missingTest(values, column.missing);
  const isWhole = column.type === "integer";
  return (row) => (isMissing(row) ? "" : isWhole ? String(values[row]) : shortNumber(values[row]));
}

/** Six digits, but all of those before the point: of times in seconds as well. */
function shortNumber(value: number): string {
  const isLarge = Math.abs(value) >= 1e5 && Math.abs(value) < 1e15;
  return String(Number(isLarge ? value.toFixed(1) : value.toPrecision(6)));
}

/** Control characters would move what stands beside them, or the terminal's settings. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (sign) =>
    JSON.stringify(sign).slice(1, -1),
  );
}

/** One object a row, without line breaks. JSON has no NaN: it stands there as text, as infinities do. */
function jsonRows({ rows, columns }: Table): string[] {
  const cells = columns.map((column): ((row: number) => unknown) => {
    if (column.type === "text" || column.type === "boolean") {
      const { values } = column;
      return (row) => values[row];
    }
    const { values } = column;
    const isMissing = missingTest(values, column.missing);
    return (row) =>
      isMissing(row) ? null : Number.isFinite(values[row]) ? values[row] : String(values[row]);
  });
  return Array.from({ length: rows }, (_, row) => {
    const fields = columns.map(
      ({ name }, index) => `${JSON.stringify(name)}: ${JSON.stringify(cells[index](row))}`,
    );
    return `{ ${fields.join(", ")} }`;
  });
}

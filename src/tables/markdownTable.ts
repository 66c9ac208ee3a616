import { markdownText } from "../util/text/markdownText.js";
import type { PeopleCell, PeopleRows, PeopleTable } from "./peopleRows.js";

/** A table in Markdown, its caption below it. */
export const markdownTable = (table: PeopleTable): string =>
  `${markdownRows(table)}\n${markdownText(table.caption)}\n`;

/** The rows alone. */
export function markdownRows({ header, rows, numbers }: PeopleRows): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const cellOf = ({ text, isBest = false }: PeopleCell) =>
    isBest ? `**${markdownText(text)}**` : markdownText(text);
  const rule = header.map((_, column) => (numbers.has(column) ? "---:" : "---"));
  return (
    line(header.map(markdownText)) + line(rule) + rows.map((row) => line(row.map(cellOf))).join("")
  );
}

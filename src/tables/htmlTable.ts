import { markupText } from "../util/text/markupText.js";
import type { PeopleTable } from "./peopleRows.js";

/** A table as a part of a page: it goes into any, and a browser shows it alone. */
export function htmlTable({ header, rows, rules, numbers, caption, label }: PeopleTable): string {
  const align = (column: number) => (numbers.has(column) ? ' style="text-align: right"' : "");
  const cells = (name: "th" | "td", texts: readonly string[]) =>
    texts.map((text, column) => `<${name}${align(column)}>${text}</${name}>`).join("");
  const body = rows.map((row, index) => {
    const texts = row.map(({ text, isBest = false }) =>
      isBest ? `<strong>${markupText(text)}</strong>` : markupText(text),
    );
    const rule = rules?.has(index) ? ' style="border-top: 1px solid"' : "";
    return `    <tr${rule}>${cells("td", texts)}</tr>\n`;
  });
  return (
    `<meta charset="utf-8">\n<table id="${markupText(label)}">\n  <caption>${markupText(caption)}</caption>\n` +
    `  <thead>\n    <tr>${cells("th", header.map(markupText))}</tr>\n  </thead>\n` +
    `  <tbody>\n${body.join("")}  </tbody>\n</table>\n`
  );
}

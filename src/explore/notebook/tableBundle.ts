import { markupText } from "../../util/text/markupText.js";
import type { MimeBundle } from "./mimeBundle.js";

/** So many rows of a table are shown. */
export const mostShown = 20;

/**
 * A table as a notebook shows it.
 *
 * @param rows the first ones, their values in the order of the columns
 * @param count how many there are
 */
export function tableBundle(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  count: number,
): MimeBundle {
  const more = count - rows.length;
  const counted = `${count} rows${more > 0 ? `, the first ${rows.length} are shown` : ""}`;
  const cells = rows.map((row) => row.map(cellText));
  const line = (tag: string, texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${markupText(text)}</${tag}>`).join("")}</tr>`;
  return {
    "text/html": `<table><thead>${line("th", columns)}</thead><tbody>${cells.map((row) => line("td", row)).join("")}</tbody></table><p>${counted}</p>`,
    "text/plain": `${[columns, ...cells].map((row) => row.join("\t")).join("\n")}\n${counted}`,
  };
}

function cellText(value: unknown): string {
  switch (typeof value) {
    case "number":
      return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
    case "string":
    case "boolean":
    case "bigint":
      return String(value);
    default:
      return value === null || value === undefined ? "" : JSON.stringify(value);
  }
}

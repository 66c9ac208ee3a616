import { largest } from "../../util/lists/longLists.js";

/** Columns of text, padded so that they stand below each other; `right` names those of numbers. */
export function textTable(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string {
  const widths = rows[0].map((_, column) => largest(rows.map((row) => [...row[column]].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = " ".repeat(widths[column] - [...cell].length);
          return right.has(column) ? padding + cell : cell + padding;
        })
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

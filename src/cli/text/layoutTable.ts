import { latexText } from "../../util/latexText.js";
import { markdownText } from "../../util/markdownText.js";
import { textTable } from "./textTable.js";

export type TableLayout = "text" | "markdown" | "latex";

/**
 * A table of texts for people.
 *
 * @param right indices of the columns that are aligned on the right
 */
export function layoutTable(
  layout: TableLayout,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): string {
  switch (layout) {
    case "text":
      return textTable([header, ...rows], right);
    case "markdown": {
      const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
      const rule = header.map((_, column) => (right.has(column) ? "---:" : "---"));
      const texts = (cells: readonly string[]) => cells.map(markdownText);
      return [texts(header), rule, ...rows.map(texts)].map(line).join("");
    }
    case "latex": {
      const line = (cells: readonly string[]) => `    ${cells.map(latexText).join(" & ")} \\\\\n`;
      const columns = header.map((_, column) => (right.has(column) ? "r" : "l")).join("");
      return (
        `% needs \\usepackage{booktabs}\n\\begin{tabular}{${columns}}\n    \\toprule\n` +
        `${line(header)}    \\midrule\n${rows.map(line).join("")}    \\bottomrule\n\\end{tabular}\n`
      );
    }
  }
}

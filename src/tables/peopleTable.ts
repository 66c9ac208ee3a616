import { latexText } from "../util/latexText.js";
import { markdownText } from "../util/markdownText.js";

/** A cell of a table for people. */
export interface PeopleCell {
  readonly text: string;
  /** The same as LaTeX, bold where it is the best; without it the text is escaped. */
  readonly latex?: string;
  /** Whether it is the best of its row. */
  readonly isBest?: boolean;
}

/** A table as people read it: what is text and what a number was is decided. */
export interface PeopleTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly PeopleCell[])[];
  /** Indices of the rows with a rule above them. */
  readonly rules?: ReadonlySet<number>;
  /** Indices of the columns of numbers. */
  readonly numbers: ReadonlySet<number>;
  readonly caption: string;
  /** For `\ref`: `tab:accuracy`. */
  readonly label: string;
}

/** Formats of tables for people, by the ending of their files. */
export const tableFormats = ["tex", "md"] as const;
export type TableFormat = (typeof tableFormats)[number];

/** A table as the content of a file. */
export function layoutPeopleTable(table: PeopleTable, format: TableFormat): string {
  return format === "tex" ? latexTable(table) : markdownTable(table);
}

function latexTable({ header, rows, rules, numbers, caption, label }: PeopleTable): string {
  const columns = header.map((_, column) => (numbers.has(column) ? "r" : "l")).join("");
  const line = (cells: readonly string[]) => `    ${cells.join(" & ")} \\\\\n`;
  const cellOf = ({ text, latex, isBest = false }: PeopleCell) =>
    latex ?? (isBest ? `\\textbf{${latexOf(text)}}` : latexOf(text));
  const ruled = (row: number) => (rules?.has(row) ? "    \\midrule\n" : "");
  return (
    `% needs \\usepackage{booktabs}\n\\begin{table}\n  \\centering\n` +
    `  \\caption{${latexOf(caption)}}\n  \\label{${label}}\n  \\begin{tabular}{${columns}}\n    \\toprule\n` +
    `${line(header.map(latexOf))}    \\midrule\n` +
    rows.map((row, index) => ruled(index) + line(row.map(cellOf))).join("") +
    `    \\bottomrule\n  \\end{tabular}\n\\end{table}\n`
  );
}

function markdownTable({ header, rows, numbers, caption }: PeopleTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const cellOf = ({ text, isBest = false }: PeopleCell) =>
    isBest ? `**${markdownText(text)}**` : markdownText(text);
  const rule = header.map((_, column) => (numbers.has(column) ? "---:" : "---"));
  return (
    line(header.map(markdownText)) +
    line(rule) +
    rows.map((row) => line(row.map(cellOf))).join("") +
    `\n${markdownText(caption)}\n`
  );
}

/** What stands between `\(` and `\)` is mathematics and left alone. */
function latexOf(text: string): string {
  return text
    .split(/(\\\(.*?\\\))/s)
    .map((part, index) => (index % 2 === 1 ? part : latexText(part)))
    .join("");
}

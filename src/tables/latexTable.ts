import { latexText } from "../util/text/latexText.js";
import type { PeopleCell, PeopleRows, PeopleTable } from "./peopleRows.js";

/** A table as LaTeX sets it, with caption and label; needs booktabs. */
export function latexTable(table: PeopleTable): string {
  const { caption, label } = table;
  const body = latexTabular(table).replace(/^(?=.)/gm, "  ");
  return (
    `% needs \\usepackage{${packagesOf(table)}}\n\\begin{table}\n  \\centering\n` +
    `  \\caption{${latexOf(caption)}}\n  \\label{${labelOf(label)}}\n${body}\\end{table}\n`
  );
}

/** What a document must load for a table. */
export const packagesOf = ({ numbersBy }: PeopleRows): string =>
  numbersBy === "siunitx" ? "booktabs,siunitx" : "booktabs";

/** The rows alone. */
export function latexTabular({ header, rows, rules, numbers, numbersBy }: PeopleRows): string {
  const columns = header.map((_, column) => (numbers.has(column) ? "r" : "l")).join("");
  const bySiunitx = (column: number) => numbersBy === "siunitx" && numbers.has(column);
  const ruled = (row: number) => (rules?.has(row) ? "  \\midrule\n" : "");
  const cellOf = ({ text, latex, isBest = false }: PeopleCell, column: number) => {
    if (latex !== undefined) return latex;
    const set = bySiunitx(column) ? siunitxOf(text) : latexOf(text);
    return isBest ? `\\textbf{${set}}` : set;
  };
  return (
    `\\begin{tabular}{${columns}}\n  \\toprule\n` +
    `${line(header.map(latexOf))}  \\midrule\n` +
    rows.map((row, index) => ruled(index) + line(row.map(cellOf))).join("") +
    `  \\bottomrule\n\\end{tabular}\n`
  );
}

/** After the end of a line a bracket or a star would be an argument of it. */
function line(cells: readonly string[]): string {
  const text = cells.join(" & ");
  return `  ${/^[[*]/.test(text) ? "{}" : ""}${text} \\\\\n`;
}

/** What stands between `\(` and `\)` is mathematics and left alone. */
function latexOf(text: string): string {
  return text
    .split(/(\\\(.*?\\\))/s)
    .map((part, index) => (index % 2 === 1 ? part : latexText(part)))
    .join("");
}

/** The numbers of a cell as siunitx sets them, the rest as text. */
function siunitxOf(text: string): string {
  return text
    .split(/((?<![\p{L}\d.])[-−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\p{L}\d]))/u)
    .map((part, index) => (index % 2 === 1 ? `\\num{${part.replace("−", "-")}}` : latexOf(part)))
    .join("");
}

/** A label is no text: what TeX would read as a command is none of it. */
const labelOf = (label: string): string => label.replaceAll(/[\\{}%#~^&$\s]+/g, "-");

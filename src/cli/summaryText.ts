import type { FigureNumbers } from "../pipeline/computeFigure.js";
import type { SummaryKey, SummaryRow } from "../pipeline/summariseFigure.js";
import { wilsonInterval } from "../stats/index.js";
import { textTable } from "./textTable.js";

/** How `figures summary` can print its numbers. */
export const summaryFormats = ["text", "csv", "json", "markdown", "latex"] as const;
export type SummaryFormat = (typeof summaryFormats)[number];

interface SummaryLine {
  readonly model: string;
  readonly parameter: string;
  readonly runs: number;
  readonly numbers: Readonly<Partial<Record<SummaryKey, SummaryRow | Range>>>;
}

type Range = Pick<SummaryRow, "mean" | "lower" | "upper">;

const header = ["model", "parameter", "runs", "success rate", "solved at step", "sparsity error"];
const rightAligned = new Set([2, 3, 4, 5]);

/** The numbers of a figure as a table for people: a mean with its 95 % interval in each cell. */
export function summaryText(
  numbers: FigureNumbers,
  format: Extract<SummaryFormat, "text" | "markdown" | "latex">,
): string {
  const lines = summaryLines(numbers);
  switch (format) {
    case "text":
      return textTable([header, ...lines.map((line) => cells(line, "–"))], rightAligned);
    case "markdown": {
      const row = (texts: readonly string[]) => `| ${texts.join(" | ")} |\n`;
      const rule = header.map((_, column) => (rightAligned.has(column) ? "---:" : "---"));
      const body = lines.map((line) =>
        row(cells(line, "").map((cell) => cell.replaceAll("|", "\\|"))),
      );
      return row(header) + row(rule) + body.join("");
    }
    case "latex": {
      const row = (texts: readonly string[]) => `    ${texts.join(" & ")} \\\\\n`;
      const body = lines.map((line) => row(cells(line, "--", latexNumber).map(latexText)));
      return (
        `% needs \\usepackage{booktabs}\n\\begin{tabular}{llrrrr}\n    \\toprule\n${row(header)}` +
        `    \\midrule\n${body.join("")}    \\bottomrule\n\\end{tabular}\n`
      );
    }
  }
}

/** One line per model and parameter, and one per model over all its runs. */
function summaryLines({ lookup, outcomes, summary }: FigureNumbers): SummaryLine[] {
  return lookup.series.flatMap(({ label: model }) => {
    const rows = summary.filter((row) => row.model === model);
    const parameters = [...new Set(rows.map(({ parameter }) => parameter))];
    const lines = parameters.map((parameter): SummaryLine => {
      const numbers: Partial<Record<SummaryKey, SummaryRow>> = {};
      for (const row of rows) if (row.parameter === parameter) numbers[row.key] = row;
      return { model, parameter, runs: numbers["success.rate"]?.n ?? 0, numbers };
    });
    const own = outcomes.filter((outcome) => outcome.model === model);
    const solved = own.filter((outcome) => outcome.solved).length;
    const all = { "success.rate": wilsonInterval(solved, own.length) };
    return [...lines, { model, parameter: "all", runs: own.length, numbers: all }];
  });
}

function cells(line: SummaryLine, missing: string, number = (text: string) => text): string[] {
  const cell = (key: SummaryKey) => interval(line.numbers[key], key, missing, number);
  return [
    line.model,
    line.parameter,
    String(line.runs),
    cell("success.rate"),
    cell("converged.at"),
    cell("sparse.error"),
  ];
}

function interval(
  range: Range | undefined,
  key: SummaryKey,
  missing: string,
  number: (text: string) => string,
): string {
  if (range === undefined || range.mean === null) return missing;
  const show = (value: number) => number(rounded(value, key));
  const bounds =
    range.lower === null && range.upper === null
      ? ""
      : ` [${range.lower === null ? missing : show(range.lower)}, ${range.upper === null ? missing : show(range.upper)}]`;
  return show(range.mean) + bounds;
}

/** Rates in hundredths, steps in whole steps, errors with three digits. */
function rounded(value: number, key: SummaryKey): string {
  if (key === "success.rate") return value.toFixed(2);
  if (key === "converged.at") return String(Math.round(value));
  if (value === 0) return "0";
  return value < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
}

/** `3.05e-7` as mathematics. */
function latexNumber(text: string): string {
  const [mantissa, exponent] = text.split("e");
  return exponent === undefined ? text : `$${mantissa} \\times 10^{${Number(exponent)}}$`;
}

/** Escapes what LaTeX would read as a command; mathematics stays. */
function latexText(text: string): string {
  return text
    .split(/(\$[^$]*\$)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[&%#_{}]/g, "\\$&")))
    .join("");
}

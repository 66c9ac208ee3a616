import type { ReportLine } from "../../figures/numbers/reproductionReport.js";
import { intervalText } from "../../figures/numbers/numbersTable.js";
import { quantities } from "../../figures/quantities/index.js";
import { csvText } from "../../tables/csv.js";
import type { Column } from "../../tables/table.js";
import { layoutTable } from "./layoutTable.js";
import type { SummaryFormat } from "./summaryFormats.js";

/** The reproduction report in any format. */
export function reportText(lines: readonly ReportLine[], format: SummaryFormat): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(lines, null, 2)}\n`;
    case "csv":
      return csvText({ rows: lines.length, columns: columns(lines) });
    case "text":
    case "markdown":
    case "latex": {
      const isOfData = lines.some(({ data }) => data !== null);
      const header = [
        ...["figure", "key", "model", "parameter", "quantity", ...(isOfData ? ["data"] : [])],
        ...["runs", "ours", "published", "agrees"],
      ];
      const first = header.indexOf("runs");
      const numbers = new Set([first, first + 1, first + 2]);
      return layoutTable(
        format,
        header,
        lines.map((line) => cells(line, isOfData, format)),
        numbers,
      );
    }
  }
}

function cells(line: ReportLine, isOfData: boolean, layout: SummaryFormat): string[] {
  const quantity = quantities.find(({ key }) => key === line.quantity);
  const { title, format } = quantity ?? { title: line.quantity, format: String };
  // In a paper a quantity has its name, elsewhere its key.
  const named = layout === "latex" ? title : line.quantity;
  const name = line.statistic === "median" ? `${named}, median` : named;
  return [
    ...[String(line.figure ?? ""), line.key, line.model, line.parameter, name],
    ...(isOfData ? [line.data ?? "–"] : []),
    String(line.runs),
    intervalText(line.ours, { format }),
    line.published === null ? "–" : String(line.published),
    line.agrees === null ? "–" : line.agrees ? "yes" : "no",
  ];
}

function columns(lines: readonly ReportLine[]): Column[] {
  const text = (name: string, value: (line: ReportLine) => string | null): Column => ({
    name,
    type: "text",
    values: lines.map(value),
  });
  const number = (name: string, value: (line: ReportLine) => number | null): Column => ({
    name,
    type: "double",
    values: lines.map((line) => value(line) ?? NaN),
  });
  return [
    text("figure", ({ figure }) => (figure === null ? null : String(figure))),
    text("key", ({ key }) => key),
    text("model", ({ model }) => model),
    text("parameter", ({ parameter }) => parameter),
    text("quantity", ({ quantity }) => quantity),
    ...(lines.some(({ data }) => data !== null)
      ? [text("statistic", ({ statistic }) => statistic), text("data", ({ data }) => data)]
      : []),
    { name: "runs", type: "integer", values: lines.map(({ runs }) => runs) },
    number("mean", ({ ours }) => ours.mean),
    number("lower", ({ ours }) => ours.lower),
    number("upper", ({ ours }) => ours.upper),
    number("published", ({ published }) => published),
    { name: "agrees", type: "boolean", values: lines.map(({ agrees }) => agrees) },
    text("source", ({ source }) => source),
  ];
}

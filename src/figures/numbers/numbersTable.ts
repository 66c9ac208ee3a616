import type { Interval } from "../../stats/index.js";
import type { PeopleRows } from "../../tables/peopleTable.js";
import { isJudged, quantitiesOf, type Quantity } from "../quantities/index.js";
import type { FigureNumbers } from "./computeFigure.js";
import type { SummaryRow } from "./summariseFigure.js";

/** What tells rows of a model at a place apart, where it does. */
const details = ["operation", "data"] as const;

/**
 * The numbers of judged runs as rows for people, a mean with its 95 % interval in each cell; after the places of the x
 * axis a line over all runs of the model.
 */
export function numbersTable({ lookup, outcomes, summary, statistics }: FigureNumbers): PeopleRows {
  const quantities = quantitiesOf(lookup.columns);
  // Most figures have no such run, and their tables no such column.
  const isGappy = !outcomes.every(isJudged);
  const told = details.filter((name) => new Set(summary.map((row) => row[name])).size > 1);
  const heads = ["model", "parameter", ...told];
  const header = [
    ...heads,
    ...["runs", ...(isGappy ? ["not judged"] : [])],
    ...quantities.map(({ title }) => title),
  ];
  const counts = (runs: number, notJudged: number) =>
    (isGappy ? [runs, notJudged] : [runs]).map(String);
  const rows = lookup.series.flatMap(({ label: model }) => {
    const own = summary.filter((row) => row.model === model);
    const placeOf = (row: SummaryRow) =>
      JSON.stringify([row.parameter, ...details.map((name) => row[name])]);
    const lines = [...new Set(own.map(placeOf))].map((place) => {
      const at = own.filter((row) => placeOf(row) === place);
      const [{ parameter, runs, notJudged }] = at;
      const cells = quantities.map((quantity) =>
        intervalText(
          at.find(({ key }) => key === quantity.key),
          quantity,
        ),
      );
      const names = told.map((name) => at[0][name] ?? "");
      return [model, parameter, ...names, ...counts(runs, notJudged), ...cells];
    });
    const trained = outcomes.filter((outcome) => outcome.model === model);
    const overall = [...new Set(trained.map(({ data }) => data))].map((data) => {
      const runs = trained.filter((outcome) => outcome.data === data);
      const cells = quantities.map((quantity) =>
        quantity.isOverall ? intervalText(quantity.estimate(runs, statistics), quantity) : "–",
      );
      const notJudged = runs.length - runs.filter(isJudged).length;
      const names = told.map((name) => (name === "data" ? (data ?? "") : "all"));
      return [model, "all", ...names, ...counts(runs.length, notJudged), ...cells];
    });
    return [...lines, ...overall];
  });
  const isNewModel = (index: number) => rows[index][0] !== rows[index - 1]?.[0];
  return {
    header,
    // A table of a paper names a model once, below a line.
    rows: rows.map((row, index) =>
      row.map((text, column) =>
        column === 0 && !isNewModel(index) ? { text, latex: "" } : { text },
      ),
    ),
    rules: new Set([...rows.keys()].filter((index) => index > 0 && isNewModel(index))),
    numbers: new Set([...header.keys()].filter((index) => index >= heads.length)),
  };
}

/** `0.75 [0.30, 0.95]`; a dash for what is not known. */
export function intervalText(
  range: Omit<Interval, "method"> | undefined,
  { format }: Pick<Quantity, "format">,
): string {
  if (range === undefined || range.mean === null) return "–";
  const bound = (value: number | null) => (value === null ? "–" : format(value));
  const mean = format(range.mean);
  if (range.lower === null && range.upper === null) return mean;
  return `${mean} [${bound(range.lower)}, ${bound(range.upper)}]`;
}

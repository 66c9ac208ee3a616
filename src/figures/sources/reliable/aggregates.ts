import { type AggregateName, aggregates as known, aggregateScores } from "../../../stats/index.js";
import { columnsOf } from "../../../tables/columns.js";
import type { PeopleCell, PeopleTable } from "../../../tables/peopleTable.js";
import { largest } from "../../../util/lists/longLists.js";
import type { Source, SourceContext } from "../source.js";
import { estimateColumns, estimateRow, type EstimateRow } from "./estimateRow.js";
import { type ReliableScores, scoresOf, scoreTable } from "./scoresOf.js";

/** An aggregate of a series over all tasks and runs. */
interface AggregateRow extends EstimateRow {
  readonly aggregate: string;
  readonly panelOrder: number;
  readonly better: "larger" | "smaller";
}

export const aggregates: Source = {
  name: "aggregates",
  about:
    "of a lookup with `statistics: reliable`, one row for each series and aggregate over all tasks and runs: `aggregate`, `series`, " +
    "`centre`, `lower`, `upper`, `n` (runs), `tasks`, `statistic`, `interval`, `method`",
  load: async (context) => {
    const scores = await scoresOf(context);
    const rows = aggregateRows(scores);
    const { text } = columnsOf(rows);
    const columns = [
      text("quantity", () => scores.title),
      text("aggregate", ({ aggregate }) => aggregate),
      text("series", ({ series }) => series),
      ...estimateColumns(rows),
    ];
    return {
      rows,
      tables: { "": { rows: rows.length, columns }, _scores: scoreTable(scores) },
      people: peopleTable(rows, scores, context),
    };
  },
};

function aggregateRows({ series, rule, tasks }: ReliableScores): AggregateRow[] {
  const { gamma, resamples, seed, level } = rule;
  return series.flatMap((one) => {
    const options = { gamma, resamples, seed, level: level / 100 };
    const estimates =
      one.scores.length === 0 ? [] : aggregateScores(one.scores, rule.aggregates, options);
    return rule.aggregates.map((aggregate, panelOrder): AggregateRow => {
      const found = estimates.find((estimate) => estimate.name === aggregate);
      const { title, better } = definitionOf(aggregate);
      const statistic = aggregate === "optimalityGap" ? `${title} (gamma = ${gamma})` : title;
      return {
        ...{ aggregate: title, panelOrder, better },
        ...estimateRow(one, tasks, statistic, rule, found),
      };
    });
  });
}

function definitionOf(name: AggregateName) {
  const { title, better } = known.find((one) => one.name === name) ?? known[0];
  return { title: `${title[0].toUpperCase()}${title.slice(1)}`, better };
}

/** A row per series, a column per aggregate; the best of each column is marked. */
function peopleTable(
  rows: readonly AggregateRow[],
  { tasks, title, logs }: ReliableScores,
  { figure: { lookup } }: SourceContext,
): PeopleTable {
  const names = [...new Set(rows.map(({ aggregate }) => aggregate))];
  const series = [...new Set(rows.map((row) => row.series))];
  const digits = logs.rule.quantities[0].digits ?? 3;
  const { caption, label, best } = logs.rule.table;
  const text = (value: number | null) => (value === null ? "–" : value.toFixed(digits));
  const cellOf = (name: string, aggregate: string): PeopleCell => {
    const column = rows.filter((row) => row.aggregate === aggregate);
    const row = column.find((one) => one.series === name);
    if (row === undefined || row.centre === null) return { text: "–" };
    const sign = row.better === "larger" ? 1 : -1;
    const top = largest(column.map(({ centre }) => (centre === null ? -Infinity : sign * centre)));
    return {
      text: `${text(row.centre)} [${text(row.lower)}, ${text(row.upper)}]`,
      isBest: best === "bold" && column.length > 1 && text(row.centre) === text(sign * top),
    };
  };
  const runs = series.map((name) => `${name}: ${rows.find((row) => row.series === name)?.n ?? 0}`);
  return {
    header: ["", ...names],
    rows: series.map((name) => [{ text: name }, ...names.map((one) => cellOf(name, one))]),
    numbers: new Set(names.map((_, index) => index + 1)),
    caption:
      caption ??
      `${lookup.title}. ${title}, over ${tasks.length} tasks, with ${rows[0].method}. Runs: ${runs.join(", ")}.`,
    label: label ?? `tab:${lookup.key}`,
  };
}

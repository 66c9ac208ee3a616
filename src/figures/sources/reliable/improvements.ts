import { probabilityOfImprovementInterval, stratifiedIndices } from "../../../stats/index.js";
import { columnsOf } from "../../../tables/columns.js";
import { didYouMean } from "../../../util/text/didYouMean.js";
import { UserError } from "../../../util/userError.js";
import type { SeriesScores } from "../../logs/reliable/taskScores.js";
import type { Source } from "../source.js";
import { estimateColumns, estimateRow, type EstimateRow } from "./estimateRow.js";
import { type ReliableScores, scoresOf, scoreTable } from "./scoresOf.js";

interface ImprovementRow extends EstimateRow {
  readonly pair: string;
  readonly pairOrder: number;
  readonly against: string;
  /** Number of runs of the other series. */
  readonly nAgainst: number;
}

export const improvements: Source = {
  name: "improvements",
  about:
    "of a lookup with `statistics: reliable`, one row for each pair of series: how probable it is that a run of `series` scores higher " +
    "than one of `against` (`pair`, `centre`, `lower`, `upper`, `n`, `nAgainst`, `tasks`)",
  load: async (context) => {
    const scores = await scoresOf(context);
    const rows = improvementRows(scores, context.figure.lookup.origin);
    const { text, count } = columnsOf(rows);
    const columns = [
      text("quantity", () => scores.title),
      text("series", ({ series }) => series),
      text("against", ({ against }) => against),
      count("n_against", ({ nAgainst }) => nAgainst),
      ...estimateColumns(rows),
    ];
    return { rows, tables: { "": { rows: rows.length, columns }, _scores: scoreTable(scores) } };
  },
};

function improvementRows(scores: ReliableScores, origin: string): ImprovementRow[] {
  const { rule, tasks } = scores;
  const statistic = "Probability of improvement (mean over the tasks)";
  return pairsOf(scores, origin).map(([first, second], pairOrder) => {
    const has = first.scores.length > 0 && second.scores.length > 0;
    const found = has ? improvement(first, second, rule) : undefined;
    const row = estimateRow(first, tasks, statistic, rule, found);
    return {
      ...row,
      ...{ pair: `${first.series} > ${second.series}`, pairOrder, against: second.series },
      nAgainst: second.scores.reduce((sum, runs) => sum + runs.length, 0),
      method: `${row.method} and ${rule.seed + 1}`,
      note: [...first.notes, ...second.notes].join("; "),
    };
  });
}

/** Two series are drawn independently of one another: with two seeds. */
function improvement(first: SeriesScores, second: SeriesScores, rule: ReliableScores["rule"]) {
  const { level, resamples, seed } = rule;
  const indices = (scores: SeriesScores["scores"], from: number) =>
    stratifiedIndices(
      scores.map(({ length }) => length),
      { resamples, seed: from },
    );
  return probabilityOfImprovementInterval(
    first.scores,
    second.scores,
    { first: indices(first.scores, seed), second: indices(second.scores, seed + 1) },
    level / 100,
  );
}

/** Every other series against the one that the lookup names, else every pair. */
function pairsOf(
  { series, rule: { to } }: ReliableScores,
  origin: string,
): [SeriesScores, SeriesScores][] {
  if (to === undefined) {
    return series.flatMap((first, index) =>
      series.slice(index + 1).map((second): [SeriesScores, SeriesScores] => [first, second]),
    );
  }
  const reference = series.find((one) => one.series === to);
  const names = series.map((one) => one.series);
  if (reference === undefined) {
    throw new UserError(
      `${origin}: "reliable.to": there is no series "${to}".${didYouMean(to, names)}\nThe series are: ${names.join(", ")}.`,
    );
  }
  return series.flatMap((one): [SeriesScores, SeriesScores][] =>
    one === reference ? [] : [[one, reference]],
  );
}

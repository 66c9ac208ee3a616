import { profileScores } from "../../../stats/index.js";
import { columnsOf } from "../../../tables/columns.js";
import { largest, smallest } from "../../../util/lists/longLists.js";
import { UserError } from "../../../util/userError.js";
import type { Source } from "../source.js";
import { estimateColumns, estimateRow, type EstimateRow } from "./estimateRow.js";
import { type ReliableScores, scoresOf, scoreTable } from "./scoresOf.js";

interface ProfileRow extends EstimateRow {
  readonly threshold: number;
}

export const profiles: Source = {
  name: "profiles",
  about:
    "of a lookup with `statistics: reliable`, one row for each series and threshold: the share of runs (or tasks) that score higher " +
    "(`threshold`, `centre`, `lower`, `upper`, `n`, `tasks`)",
  load: async (context) => {
    const scores = await scoresOf(context);
    const rows = profileRows(scores, context.figure.lookup.origin);
    const { text, number } = columnsOf(rows);
    const columns = [
      text("quantity", () => scores.title),
      text("series", ({ series }) => series),
      number("threshold", ({ threshold }) => threshold),
      ...estimateColumns(rows),
    ];
    return { rows, tables: { "": { rows: rows.length, columns }, _scores: scoreTable(scores) } };
  },
};

function profileRows(scores: ReliableScores, origin: string): ProfileRow[] {
  const { rule, tasks, series } = scores;
  const { resamples, seed, level, profile } = rule;
  const thresholds = thresholdsOf(scores, origin);
  const statistic =
    profile === "runs"
      ? "Share of runs with a higher score"
      : "Share of tasks with a higher mean score";
  return series.flatMap((one) => {
    const options = { resamples, seed, level: level / 100, of: profile };
    const found = one.scores.length === 0 ? [] : profileScores(one.scores, thresholds, options);
    return thresholds.map((threshold, index) => ({
      threshold,
      ...estimateRow(one, tasks, statistic, rule, found.at(index)),
    }));
  });
}

/** Where the profile is drawn: over all scores unless the lookup says, rounded to what an axis shows. */
function thresholdsOf({ series, rule: { thresholds } }: ReliableScores, origin: string): number[] {
  const all = series.flatMap(({ scores }) => scores.flat());
  const [least, most] = [smallest(all), largest(all)];
  const { from = Math.min(0, least), to = most, count = 101 } = thresholds;
  if (!(from < to)) {
    throw new UserError(
      `${origin}: "reliable.thresholds": from ${from} to ${to} is no range (scores are from ${least} to ${most}).`,
    );
  }
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

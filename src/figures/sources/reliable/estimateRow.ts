import type { BootstrapEstimate } from "../../../stats/index.js";
import { columnsOf } from "../../../tables/columns.js";
import type { Column } from "../../../tables/table.js";
import type { SeriesScores } from "../../logs/reliable/taskScores.js";
import type { OwnReliable } from "../../lookups/ownReliable.js";

/** A number over tasks and runs, with what a reader must know of it. */
export interface EstimateRow {
  readonly series: string;
  readonly seriesOrder: number;
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Number of runs. */
  readonly n: number;
  readonly tasks: number;
  readonly statistic: string;
  readonly interval: string;
  readonly method: string;
  readonly note: string;
}

/** The row of an estimate; without one its numbers are null, and a note says why. */
export function estimateRow(
  { series, seriesOrder, scores, notes }: SeriesScores,
  tasks: readonly string[],
  statistic: string,
  rule: OwnReliable,
  found: BootstrapEstimate | undefined,
): EstimateRow {
  return {
    ...{ series, seriesOrder },
    centre: found?.estimate ?? null,
    lower: found?.lower ?? null,
    upper: found?.upper ?? null,
    n: scores.reduce((sum, runs) => sum + runs.length, 0),
    tasks: tasks.length,
    statistic,
    ...intervalTexts(rule),
    note: notes.join("; "),
  };
}

/** How an interval over tasks was found. */
export function intervalTexts({ level, resamples, seed }: OwnReliable) {
  const count = String(resamples).replace(/\B(?=(\d{3})+$)/g, ",");
  const interval = `${level} % stratified bootstrap interval`;
  return {
    interval,
    method: `${interval} (percentile, runs drawn within each task), ${count} resamples, MT19937 with seed ${seed}`,
  };
}

/** The columns of estimates, behind those that say what they are estimates of. */
export function estimateColumns(rows: readonly EstimateRow[]): Column[] {
  const { text, number, count } = columnsOf(rows);
  return [
    number("centre", ({ centre }) => centre),
    number("lower", ({ lower }) => lower),
    number("upper", ({ upper }) => upper),
    count("n", ({ n }) => n),
    count("tasks", ({ tasks }) => tasks),
    text("statistic", ({ statistic }) => statistic),
    text("interval", ({ interval }) => interval),
    text("method", ({ method }) => method),
    text("note", ({ note }) => note),
  ];
}

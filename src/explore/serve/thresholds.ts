import { isJudged } from "../../figures/quantities/index.js";
import type { FigureOutcome } from "../../figures/numbers/judgeSeries.js";
import type { ResolvedFigure, ResolvedSeries } from "../../figures/resolve/resolvedFigure.js";
import { wilsonInterval } from "../../stats/wilsonInterval.js";
import type { Rate } from "../curves/protocol.js";

/** A series whose thresholds are multiplied by a factor. */
export function seriesAt(series: ResolvedSeries, factor: number): ResolvedSeries {
  if (factor === 1) return series;
  const { limit } = series;
  const of: typeof limit.of = (operation, range) => {
    const threshold = limit.of(operation, range);
    return threshold === undefined ? undefined : threshold * factor;
  };
  // Thresholds of reference runs are in `limit.of` by now, and are not to be computed anew.
  return { ...series, limit: { ...limit, of, reference: undefined } };
}

/** A figure that was judged, and whose thresholds are multiplied by a factor. */
export const figureAt = (figure: ResolvedFigure, factor: number): ResolvedFigure => ({
  ...figure,
  series: figure.series.map((series) => seriesAt(series, factor)),
});

/** Success rates by model and parameter. */
export function ratesOf(outcomes: readonly FigureOutcome[]): Rate[] {
  const groups = new Map<string, FigureOutcome[]>();
  for (const outcome of outcomes.filter(isJudged)) {
    const place = JSON.stringify([outcome.model, outcome.parameter]);
    groups.set(place, [...(groups.get(place) ?? []), outcome]);
  }
  return [...groups.values()].map((members) => {
    const [{ model, parameter }] = members;
    const solved = members.filter((outcome) => outcome.solved).length;
    const { lower, upper } = wilsonInterval(solved, members.length);
    return { model, parameter, solved, n: members.length, lower, upper };
  });
}

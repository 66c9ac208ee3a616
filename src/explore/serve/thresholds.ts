import type { FigureOutcome } from "../../figures/numbers/judgeSeries.js";
import { isJudged } from "../../figures/quantities/index.js";
import type { ResolvedFigure, ResolvedSeries } from "../../figures/resolve/resolvedFigure.js";
import { reaches } from "../../stats/index.js";
import { wilsonInterval } from "../../stats/wilsonInterval.js";
import type { Rate } from "../curves/protocol.js";

/** How runs were judged, and by what rule. */
export interface JudgedRuns {
  readonly outcomes: readonly FigureOutcome[];
  readonly inclusive: boolean;
  readonly better: "smaller" | "larger";
}

/** A series whose thresholds are multiplied by a factor. */
function seriesAt(series: ResolvedSeries, factor: number): ResolvedSeries {
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

/** Success rates by model and parameter when each threshold is multiplied by a factor. */
export function ratesAt({ outcomes, inclusive, better }: JudgedRuns, factor: number): Rate[] {
  const groups = new Map<string, JudgedRuns["outcomes"][number][]>();
  for (const outcome of outcomes.filter(isJudged)) {
    const place = JSON.stringify([outcome.model, outcome.parameter]);
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [outcome]);
    else group.push(outcome);
  }
  return [...groups.values()].map((members) => {
    const [{ model, parameter }] = members;
    // The row that a run is judged by is the same whatever the threshold is.
    const solved = members.filter(({ extrapolationError, threshold }) =>
      reaches(extrapolationError ?? NaN, { threshold: threshold * factor, inclusive, better }),
    ).length;
    const { lower, upper } = wilsonInterval(solved, members.length);
    return { model, parameter, solved, n: members.length, lower, upper };
  });
}

import {
  finiteOrNull,
  leftOutNotes,
  noInterval,
  type Estimate,
  type Interval,
} from "./estimate.js";
import { gammaAsPublished } from "./gammaAsPublished.js";
import { gammaProfile } from "./gammaProfile.js";
import { medianOf, varianceOf } from "./functions/moments.js";
import type { PublishedFits, StatisticsMode } from "./statisticsMode.js";
import { equalValues, tInterval } from "./tInterval.js";
import { tracedGamma } from "./tracedFits.js";

const smallestDeviation = 1e-5;

/**
 * Mean of positive values, such as the step at which runs were solved, under a gamma distribution, with a 95 % interval.
 *
 * `published`: the mean and the likelihood interval where the R script's optimiser stops, which mostly means with the
 * variance held at the sample variance; `corrected`: the maximum likelihood mean (the sample mean) and the profile
 * likelihood interval. Equal values (in mode `published`: a standard deviation of at most 1e-5) give a t interval, which
 * then has no width; one value gives the mean alone.
 *
 * A step of 0 has no gamma likelihood: it counts as half the log interval, and a note says so.
 *
 * @param values steps; NaN is left out and counted
 * @param options.logInterval steps between two logged rows; without it, the smallest step above 0
 * @param options.fits how mode `published` follows R
 */
export function gammaMean(
  values: readonly number[],
  mode: StatisticsMode,
  options: { logInterval?: number | null; fits?: PublishedFits } = {},
): Estimate {
  const used = values.filter(Number.isFinite);
  const leftOut = values.length - used.length;
  const notes = leftOutNotes(leftOut, "solved step");
  const { interval, note } = gammaInterval(used, mode, options);
  return {
    ...interval,
    max: used.length === 0 ? null : used.reduce((a, b) => Math.max(a, b)),
    median: used.length === 0 ? null : medianOf(used),
    n: used.length,
    leftOut,
    notes: note === null ? notes : [...notes, note],
  };
}

function gammaInterval(
  values: readonly number[],
  mode: StatisticsMode,
  { logInterval = null, fits = "ruled" }: { logInterval?: number | null; fits?: PublishedFits },
): { interval: Interval; note: string | null } {
  const plain = (interval: Interval) => ({ interval, note: null });
  const first = values[0];
  if (first === undefined) return plain(noInterval);
  if (values.length === 1) return plain(tInterval(values, { lower: 0, upper: Infinity }));
  if (mode === "published" && Math.sqrt(varianceOf(values)) <= smallestDeviation) {
    return plain(tInterval(values, { lower: 0, upper: Infinity }));
  }
  if (values.every((value) => value === first)) return plain(equalValues(first));
  const { positive, note } = withoutZeros(values, logInterval);
  if (positive.every((value) => value === positive[0]))
    return { interval: equalValues(positive[0]), note };
  const traced = mode === "published" && fits === "traced" ? tracedGamma(positive) : null;
  const ruled = mode === "published" ? gammaAsPublished : gammaProfile;
  const fit = traced ?? ruled(positive);
  return {
    interval: {
      mean: finiteOrNull(fit.mean),
      lower: finiteOrNull(fit.lower ?? NaN),
      upper: finiteOrNull(fit.upper ?? NaN),
      method: mode === "published" ? "gamma likelihood as in R" : "gamma profile likelihood",
    },
    note,
  };
}

/** Replaces steps of 0 (not all of `values`) by half the log interval, and says so. */
function withoutZeros(
  values: readonly number[],
  logInterval: number | null,
): { positive: readonly number[]; note: string | null } {
  const zeros = values.filter((value) => value <= 0).length;
  if (zeros === 0) return { positive: values, note: null };
  const known = logInterval !== null && logInterval > 0;
  const interval = known
    ? logInterval
    : values.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), Infinity);
  const source = known ? "the log interval" : "the smallest other step";
  return {
    positive: values.map((value) => (value > 0 ? value : interval / 2)),
    note: `runs solved at step 0 counted as step ${interval / 2}, half of ${source}: ${zeros}`,
  };
}

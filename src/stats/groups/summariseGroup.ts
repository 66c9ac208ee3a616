import type { ResampleOptions } from "./bootstrap.js";
import { centreOf, type CentreName } from "./centres.js";
import { describeMethod, intervalOf, type Interval } from "./intervals.js";

/** Which numbers stand for a group of runs. */
export interface StatisticOptions extends ResampleOptions {
  /** Default: mean. */
  readonly centre?: CentreName;
  /** As {@link intervalOf} reads it. Default: t95 of a mean, else bootstrap95. */
  readonly interval?: string;
  /**
   * What to do when a value is NaN or infinite, as of a run that diverged. `refuse` (default): there is no centre of the
   * group, and a note says why. `leaveOut`: the centre is one of the other values, and a note says so.
   */
  readonly notFinite?: "refuse" | "leaveOut";
  /** What a value is one of, for notes. Default: runs. */
  readonly noun?: string;
}

/** What a group of runs came to. What cannot be said is null; no number here is ever NaN or infinite. */
export interface GroupSummary {
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** How many values the centre is one of. */
  readonly n: number;
  /** How many values were NaN or infinite. */
  readonly notFinite: number;
  /** How many runs had no value. */
  readonly missing: number;
  /** The centre as in a caption, e.g. "mean". */
  readonly statistic: string;
  /** The interval as in a caption, e.g. "95 % t interval"; "none" without one. */
  readonly interval: string;
  /** How the interval was found, with the number of resamples and the generator. */
  readonly method: string;
  /** Sentences that a reader should see beside the numbers. */
  readonly notes: readonly string[];
}

/**
 * Summarises the values of a group of runs.
 *
 * @param values one per run: undefined where the run has none, NaN or infinite where that was logged
 * @throws RangeError when the interval is not one of the centre (a standard deviation of a median)
 */
export function summariseGroup(
  values: readonly (number | undefined)[],
  options: StatisticOptions = {},
): GroupSummary {
  const { centre, interval } = chooseStatistic(options);
  const present = values.filter((value) => value !== undefined);
  const finite = present.filter(Number.isFinite);
  const notFinite = present.length - finite.length;
  const missing = values.length - present.length;
  const used = notFinite > 0 && options.notFinite !== "leaveOut" ? [] : finite;
  const hasInterval = interval !== undefined && used.length >= interval.method.fewest;
  const bounds = hasInterval
    ? interval.method.bounds({ ...options, values: used, centre, level: interval.level })
    : undefined;
  return {
    centre: finiteOrNull(centre.of(used)),
    lower: finiteOrNull(bounds?.lower),
    upper: finiteOrNull(bounds?.upper),
    n: used.length,
    notFinite,
    missing,
    statistic: centre.title,
    interval: interval?.title ?? "none",
    method: interval === undefined ? "none" : describeMethod(interval, options),
    notes: notesOf(
      { ...options, total: values.length, notFinite, missing, used: used.length },
      interval,
    ),
  };
}

/**
 * The centre and the interval that options ask for.
 *
 * @throws RangeError when there is no such interval, or it is not one of the centre
 */
export function chooseStatistic(options: StatisticOptions) {
  const centre = centreOf(options.centre ?? "mean");
  const interval = intervalOf(options.interval ?? (centre.name === "mean" ? "t95" : "bootstrap95"));
  const about = interval?.method.centres;
  if (interval !== undefined && about !== undefined && !about.includes(centre.name)) {
    throw new RangeError(
      `the interval "${interval.name}" is one of the ${about.join(" or ")}, not of the ${centre.title}: take bootstrap95, quartiles or range`,
    );
  }
  return { centre, interval };
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

interface Counts {
  readonly noun?: string;
  readonly total: number;
  readonly notFinite: number;
  readonly missing: number;
  readonly used: number;
}

function notesOf(counts: Counts, interval: Interval | undefined): string[] {
  const { noun = "runs", total, notFinite, missing, used } = counts;
  const notes: string[] = [];
  if (notFinite > 0) {
    const rest =
      used === 0 ? "no number stands for all of them" : `the number is one of the ${used} others`;
    notes.push(`not finite in ${notFinite} of ${total} ${noun}: ${rest}`);
  }
  if (missing > 0) notes.push(`no value in ${missing} of ${total} ${noun}`);
  if (interval !== undefined && used > 0 && used < interval.method.fewest) {
    notes.push(`one ${noun.replace(/s$/, "")} only: no ${interval.title}`);
  }
  return notes;
}

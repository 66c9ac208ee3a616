import { meanOf } from "../functions/moments.js";
import { areaUnder } from "./area.js";
import type { Curve } from "./curve.js";
import { reaches, type Better, type Goal } from "./firstReach.js";

export type { Better };

/** A number taken of a curve. */
export interface Taken {
  /** NaN or infinite where that was logged. */
  readonly value: number;
  /** Where on the axis it stands; of several values the last one's. */
  readonly x: number;
  /** What a reader should know about it. */
  readonly note?: string;
}

/** Why a curve does not have the number. */
export interface NotTaken {
  readonly missing: string;
}

/** A way to take a number of a curve. */
export interface Take {
  /** As in a lookup. */
  readonly name: TakeName;
  /** What the number in its place means, e.g. "at 1000"; without one where there is none. */
  readonly argument?: string;
  /** As in a caption. */
  readonly title: (argument: number, better: Better) => string;
  /** One line of help. */
  readonly help: string;
  /** Whether the number is about a goal, and none without one. */
  readonly needsGoal?: true;
  /** @param curve with at least one value */
  readonly of: (curve: Curve, argument: number, better: Better, goal?: Goal) => Taken | NotTaken;
}

export type TakeName =
  | "last"
  | "first"
  | "best"
  | "min"
  | "max"
  | "at"
  | "mean of last"
  | "average"
  | "area"
  | "solved at"
  | "solved for good";

/** Every way to take a number of a curve, in the order in which help shows them. */
export const takes: readonly Take[] = [
  {
    name: "last",
    title: () => "last value",
    help: "the last logged value, NaN when that was logged",
    of: (curve) => valueAt(curve, curve.x.length - 1),
  },
  {
    name: "best",
    title: (_, better) => `best (${better === "larger" ? "largest" : "smallest"}) value`,
    help: "the largest or smallest value, by which of them is better; not-a-number is never the best",
    of: (curve, _, better) => extreme(curve, better === "larger" ? 1 : -1),
  },
  {
    name: "min",
    title: () => "smallest value",
    help: "the smallest value",
    of: (c) => extreme(c, -1),
  },
  {
    name: "max",
    title: () => "largest value",
    help: "the largest value",
    of: (c) => extreme(c, 1),
  },
  {
    name: "first",
    title: () => "first value",
    help: "the first logged value",
    of: (curve) => valueAt(curve, 0),
  },
  {
    name: "at",
    argument: "a place on the axis",
    title: (x) => `value at ${x}`,
    help: "the value logged at a place, else the last one before it; none beyond a run's end",
    of: takeAt,
  },
  {
    name: "mean of last",
    argument: "a number of values",
    title: (count) => `mean of the last ${count} values`,
    help: "the mean of the last values, which must be as many",
    of: meanOfLast,
  },
  {
    name: "average",
    title: () => "average over the axis",
    help: "the area under the curve over its length: an average that does not depend on how often was logged",
    of: (curve) => takeArea(curve, (area, length) => area / length),
  },
  {
    name: "area",
    title: () => "area under the curve",
    help: "the area under the straight lines between the values",
    of: (curve) => takeArea(curve, (area) => area),
  },
  {
    name: "solved at",
    title: () => "first reached at",
    needsGoal: true,
    help: "the first place on the axis where the value is beyond the threshold, even if it falls back later",
    of: (curve, _argument, _better, goal) =>
      solvedAt(curve, goal, (isReached) => isReached.indexOf(true)),
  },
  {
    name: "solved for good",
    title: () => "reached for good at",
    needsGoal: true,
    help: "the first place on the axis from which on every value is beyond the threshold",
    of: (curve, _argument, _better, goal) =>
      solvedAt(curve, goal, (isReached) => {
        const place = isReached.lastIndexOf(false) + 1;
        return place < isReached.length ? place : -1;
      }),
  },
];

/** A take with its number, as a lookup names it. */
export interface TakeChoice {
  readonly take: Take;
  readonly argument: number;
}

/** Names to offer. */
export const takeNames: readonly string[] = takes.map(({ name, argument }) =>
  argument === undefined ? name : `${name} <number>`,
);

/**
 * The take that a lookup names: `last`, `at 1000`, `mean of last 10`.
 *
 * @throws RangeError when there is none of that name, or its number is missing
 */
export function takeOf(text: string): TakeChoice {
  const [, words, digits] = /^(.*?)\s*(-?[0-9.]+(?:e[-+]?\d+)?)?$/i.exec(text.trim()) ?? [];
  const name = words === "mean of the last" ? "mean of last" : words;
  const take = takes.find((one) => one.name === name);
  const argument = Number(digits ?? NaN);
  if (take === undefined || (take.argument === undefined) !== Number.isNaN(argument)) {
    throw new RangeError(`there is no way to take "${text}"; there are ${takeNames.join(", ")}`);
  }
  if (take.name === "mean of last" && !(Number.isInteger(argument) && argument > 0)) {
    throw new RangeError(`"${text}": expected a whole number of values, at least 1`);
  }
  return { take, argument };
}

/** The number of a curve; why there is none. */
export function takeNumber(
  curve: Curve,
  { take, argument }: TakeChoice,
  better: Better,
  goal?: Goal,
): Taken | NotTaken {
  if (curve.x.length === 0) return { missing: "nothing was logged" };
  return take.of(curve, argument, better, goal);
}

/**
 * The value of a curve at a place that another one chose: the value there, else the last one before it.
 *
 * @returns no number when nothing was logged until then
 */
export function takeUntil(curve: Curve, at: number): Taken | NotTaken {
  const place = curve.x.findLastIndex((x) => x <= at);
  if (place < 0) return { missing: `nothing was logged until ${at}` };
  const taken = valueAt(curve, place);
  return taken.x === at ? taken : { ...taken, note: `logged at ${taken.x}, before ${at}` };
}

const valueAt = ({ x, y }: Curve, place: number): Taken => ({ value: y[place], x: x[place] });

function extreme(curve: Curve, sign: 1 | -1): Taken | NotTaken {
  let best = -1;
  for (const [place, value] of curve.y.entries()) {
    if (!Number.isFinite(value)) continue;
    if (best < 0 || sign * value > sign * curve.y[best]) best = place;
  }
  // All values diverged: there is a value, and it is not finite.
  return valueAt(curve, best < 0 ? curve.x.length - 1 : best);
}

function takeAt(curve: Curve, at: number): Taken | NotTaken {
  const last = curve.x[curve.x.length - 1];
  if (at < curve.x[0]) return { missing: `the first value was logged at ${curve.x[0]}` };
  if (at > last) return { missing: `the run ends at ${last}` };
  const after = curve.x.findIndex((x) => x > at);
  const taken = valueAt(curve, after < 0 ? curve.x.length - 1 : after - 1);
  return taken.x === at ? taken : { ...taken, note: `logged at ${taken.x}` };
}

function meanOfLast(curve: Curve, count: number): Taken | NotTaken {
  const { length } = curve.x;
  if (length < count) return { missing: `only ${length} values were logged` };
  return { value: meanOf(curve.y.subarray(length - count)), x: curve.x[length - 1] };
}

function takeArea(
  curve: Curve,
  number: (area: number, length: number) => number,
): Taken | NotTaken {
  const last = curve.x.length - 1;
  if (last < 1) return { missing: "one value has no area" };
  return { value: number(areaUnder(curve), curve.x[last] - curve.x[0]), x: curve.x[last] };
}

function solvedAt(
  curve: Curve,
  goal: Goal | undefined,
  placeOf: (isReached: readonly boolean[]) => number,
): Taken | NotTaken {
  if (goal === undefined) return { missing: "there is no threshold to reach" };
  const place = placeOf(Array.from(curve.y, (value) => reaches(value, goal)));
  const end = curve.x[curve.x.length - 1];
  if (place < 0) return { missing: `not reached until ${end}, where the run ends` };
  return { value: curve.x[place], x: curve.x[place] };
}

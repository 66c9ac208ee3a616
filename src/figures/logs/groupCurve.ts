import {
  binCurves,
  commonX,
  groupCurves,
  smooth,
  summariseGroup,
  type AlignRule,
  type Curve,
  type StatisticOptions,
} from "../../stats/index.js";

/** A run's curve in a group. */
export interface RunCurve {
  readonly run: string;
  readonly curve: Curve;
}

/** How curves are drawn before they are taken together. */
export interface DrawnOptions {
  /** TensorBoard's slider: 0 to below 1. */
  readonly smooth: number;
  /** Most x of a curve; longer ones are shown by the means of as many bins. */
  readonly resolution: number;
}

export interface GroupOptions extends StatisticOptions {
  readonly align: AlignRule | "auto";
}

export type GroupCurveOptions = GroupOptions & DrawnOptions;

/** A run's curve as it was logged and as it is drawn. */
export interface DrawnCurve extends RunCurve {
  readonly logged: Curve;
}

/** Curves as they are drawn. */
export interface DrawnCurves<R extends RunCurve = RunCurve> {
  readonly curves: readonly (R & DrawnCurve)[];
  /** Number of bins; undefined when every logged value is shown. */
  readonly bins?: number;
}

/** A place of a group's curve. What cannot be said is null. */
export interface GroupPoint {
  readonly x: number;
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** How many runs the centre is one of. */
  readonly n: number;
  /** How many runs are not finite there, or were not to their end. */
  readonly notFinite: number;
  /** Another number where other runs stand behind the curve: no line is drawn from one to the next. */
  readonly segment: number;
}

/** The end of a run before the others, or the last value before those that are not finite to its end. */
export interface RunEnd {
  readonly run: string;
  /** Where the mark stands: on the curve as it is drawn. */
  readonly x: number;
  readonly value: number;
  readonly kind: "ends early" | "diverges";
  /** Where the run's last (finite) value was logged, if that is another x. */
  readonly logged?: number;
}

/** The curve of a group of runs. */
export interface GroupCurve {
  readonly points: readonly GroupPoint[];
  /** The runs' curves as they are drawn: smoothed and binned. */
  readonly runs: readonly RunCurve[];
  readonly ends: readonly RunEnd[];
  readonly rule: AlignRule;
  readonly bins?: number;
  readonly statistic: string;
  readonly interval: string;
  readonly method: string;
}

/**
 * Smooths curves over all of their values, then takes means of bins where they are long: bins over the x of all of them,
 * so that these stay comparable.
 */
export function drawCurves<R extends RunCurve>(
  given: readonly R[],
  { smooth: weight, resolution }: DrawnOptions,
): DrawnCurves<R> {
  const logged = given.filter(({ curve }) => curve.x.length > 0);
  const whole = logged.map(({ curve }) =>
    weight === 0 ? curve : { x: curve.x, y: smooth(curve.y, weight) },
  );
  const isLong = whole.some(({ x }) => x.length > 1) && commonX(whole).length > resolution;
  const drawn = isLong ? binCurves(whole, resolution) : whole;
  return {
    curves: logged.map((one, index) => ({ ...one, logged: one.curve, curve: drawn[index] })),
    ...(isLong && { bins: resolution }),
  };
}

/**
 * The curve of a group: each run smoothed, then binned where it is long, then brought to common x.
 *
 * A run that ends early leaves the group there, and the line is broken, so that a change of runs is not read
 * as a change of values. Where runs are brought to common x by lines or steps, there is no place where one only just
 * began or ended between two of its values.
 */
export function groupCurve(given: readonly RunCurve[], options: GroupCurveOptions): GroupCurve {
  return groupOfDrawn(drawCurves(given, options), options);
}

/** The same of curves that are as they are to be drawn. */
export function groupOfDrawn({ curves, bins }: DrawnCurves, options: GroupOptions): GroupCurve {
  const leaveOut = options.notFinite === "leaveOut";
  const group = groupCurves(
    curves.map(({ curve }) => curve),
    { rule: options.align, leaveOut },
  );
  const points: GroupPoint[] = [];
  for (const [place, x] of group.x.entries()) {
    if (group.fringe[place] === 1) continue;
    const values = curves.flatMap((_, index) =>
      group.has[index][place] === 1 ? [group.y[index][place]] : [],
    );
    const { centre, lower, upper, n } = summariseGroup(values, options);
    const notFinite = group.lost[place];
    const isLost = notFinite > 0 && !leaveOut;
    points.push({
      x,
      ...(isLost ? { centre: null, lower: null, upper: null, n: 0 } : { centre, lower, upper, n }),
      ...{ notFinite, segment: group.segment[place] },
    });
  }
  const { statistic, interval, method } = summariseGroup([], options);
  return {
    points,
    runs: curves.map(({ run, curve }) => ({ run, curve })),
    ends: curves.flatMap(({ run, logged }, index): RunEnd[] => {
      const end = group.ends[index];
      if (end === undefined) return [];
      const last = logged.x[logged.y.findLastIndex(Number.isFinite)] ?? logged.x[0];
      const value = end.place < 0 ? NaN : group.y[index][end.place];
      const x = end.place < 0 ? last : group.x[end.place];
      return [{ run, x, value, kind: end.kind, ...(last !== x && { logged: last }) }];
    }),
    rule: group.rule,
    ...(bins !== undefined && { bins }),
    ...{ statistic, interval, method },
  };
}

import {
  alignCurves,
  binCurves,
  commonX,
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

export interface GroupCurveOptions extends StatisticOptions {
  readonly align: AlignRule | "auto";
  /** TensorBoard's slider: 0 to below 1. */
  readonly smooth: number;
  /** Most x of a curve; longer ones are shown by the means of as many bins. */
  readonly resolution: number;
}

/** A place of a group's curve. What cannot be said is null. */
export interface GroupPoint {
  readonly x: number;
  readonly centre: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** How many runs the centre is one of. */
  readonly n: number;
  /** How many runs have a value there that is NaN or infinite. */
  readonly notFinite: number;
  /** Another number where other runs stand behind the curve: no line is drawn from one to the next. */
  readonly segment: number;
}

/** The end of a run before the others, or the last value before its first that is not finite. */
export interface RunEnd {
  readonly run: string;
  readonly x: number;
  readonly value: number;
  readonly kind: "ends early" | "diverges";
}

/** The curve of a group of runs. */
export interface GroupCurve {
  readonly points: readonly GroupPoint[];
  /** The runs' curves as they are drawn: smoothed and binned. */
  readonly runs: readonly RunCurve[];
  readonly ends: readonly RunEnd[];
  readonly rule: AlignRule;
  /** Number of bins; undefined when every logged value is shown. */
  readonly bins?: number;
  readonly statistic: string;
  readonly interval: string;
  readonly method: string;
}

/** Runs count as of one length when their ends are no further apart than this share of the axis. */
const sameEnd = 0.05;

/**
 * The curve of a group: each run smoothed, then binned where it is long, then brought to common x.
 *
 * A run that ends early leaves the group there, and the line is broken, so that a change of runs is not read
 * as a change of values. Where runs are brought to common x by lines or steps, the curve begins where all of
 * those that begin together have begun, and ends likewise.
 */
export function groupCurve(given: readonly RunCurve[], options: GroupCurveOptions): GroupCurve {
  const logged = given.filter(({ curve }) => curve.x.length > 0);
  const smoothed = logged.map(({ run, curve }) => ({
    run,
    curve: options.smooth === 0 ? curve : { x: curve.x, y: smooth(curve.y, options.smooth) },
  }));
  const whole = smoothed.map(({ curve }) => curve);
  const isLong = commonX(whole).length > options.resolution && whole.some(({ x }) => x.length > 1);
  const curves = isLong ? binCurves(whole, options.resolution) : whole;
  const { x, y, has, rule } = alignCurves(curves, { rule: options.align });
  const [from, to] = rule === "exact" ? [-Infinity, Infinity] : sharedSpan(curves);
  const points: GroupPoint[] = [];
  let segment = 0;
  let before: string | undefined;
  for (let place = 0; place < x.length; place++) {
    if (x[place] < from || x[place] > to) continue;
    const present = curves.flatMap((_, index) => (has[index][place] === 1 ? [index] : []));
    const values = present.map((index) => y[index][place]);
    const { centre, lower, upper, n, notFinite } = summariseGroup(values, options);
    const used =
      options.notFinite === "leaveOut"
        ? present.filter((index) => Number.isFinite(y[index][place]))
        : present;
    const who = used.join(" ");
    if (before !== undefined && who !== before) segment++;
    before = who;
    points.push({ x: x[place], centre, lower, upper, n, notFinite, segment });
  }
  const { statistic, interval, method } = summariseGroup([], options);
  return {
    points,
    runs: smoothed.map(({ run }, index) => ({ run, curve: curves[index] })),
    ends: endsOf(logged),
    rule,
    ...(isLong && { bins: options.resolution }),
    statistic,
    interval,
    method,
  };
}

/** From where all runs that begin together have begun, to where the first of those ends that end together. */
function sharedSpan(curves: readonly Curve[]): readonly [from: number, to: number] {
  const firsts = curves.map(({ x }) => x[0]);
  const lasts = curves.map(({ x }) => x[x.length - 1]);
  const [first, last] = [Math.min(...firsts), Math.max(...lasts)];
  const near = sameEnd * (last - first);
  return [
    Math.max(...firsts.filter((one) => one <= first + near)),
    Math.min(...lasts.filter((one) => one >= last - near)),
  ];
}

function endsOf(runs: readonly RunCurve[]): RunEnd[] {
  const first = Math.min(...runs.map(({ curve }) => curve.x[0]));
  const last = Math.max(...runs.map(({ curve }) => curve.x[curve.x.length - 1]));
  return runs.flatMap(({ run, curve: { x, y } }): RunEnd[] => {
    const bad = y.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const place = Math.max(0, bad - 1);
      return [{ run, x: x[place], value: y[place], kind: "diverges" }];
    }
    const end = x.length - 1;
    const isEarly = x[end] < last - sameEnd * (last - first);
    return isEarly ? [{ run, x: x[end], value: y[end], kind: "ends early" }] : [];
  });
}

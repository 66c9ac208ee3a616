import { alignCurves, type AlignRule } from "./alignCurves.js";
import type { Curve } from "./curve.js";

/** Where a curve of a group ends before the others do, or where its finite values end. */
export interface CurveEnd {
  readonly kind: "ends early" | "diverges";
  /** Place among the common x of its last finite value; -1 where it has none. */
  readonly place: number;
  /** The x from which on it is gone: of its last value, or of the first that is not finite to the end. */
  readonly x: number;
}

/** Curves that one curve stands for, with values at common x, and where they do not stand together. */
export interface CurveGroup {
  readonly rule: AlignRule;
  readonly x: Float64Array;
  /** Per curve, per x: the value; NaN where it has none, and where NaN was logged: see `has`. */
  readonly y: readonly Float64Array[];
  readonly has: readonly Uint8Array[];
  /** Per x: how many curves are not finite there, or were not to their end: no centre stands for all of them. */
  readonly lost: Uint32Array;
  /** Per x: 1 where a curve only just began or ended, between two of its values: a centre would jump. */
  readonly fringe: Uint8Array;
  /** Per x: another number where other curves have a value: no line is drawn from one to the next. */
  readonly segment: Uint32Array;
  /** Per curve. */
  readonly ends: readonly (CurveEnd | undefined)[];
}

/**
 * Brings the curves of a group together.
 *
 * A curve that ends before the others leaves the group there; one whose values are not finite to its end stays lost, so
 * that nobody takes the others for all. Curves that were logged at x of their own end at different ones: they count as
 * ended when they end by more than one and a half of their usual distance before the last.
 *
 * @param options.leaveOut whether values that are not finite leave the group as if they were not there
 */
export function groupCurves(
  curves: readonly Curve[],
  options: { readonly rule?: AlignRule | "auto"; readonly leaveOut?: boolean } = {},
): CurveGroup {
  const { rule, x, y, has } = alignCurves(curves, options);
  const last = x[x.length - 1];
  const slack = ({ x: own }: Curve) => (rule === "exact" ? 0 : 1.5 * usualDistance(own));
  const begins = curves.map((curve) => (curve.x[0] - x[0] > slack(curve) ? curve.x[0] : -Infinity));
  const ends = curves.map((curve, index): CurveEnd | undefined => {
    const gone = divergenceOf(curve);
    const end = curve.x[curve.x.length - 1];
    const place = y[index].findLastIndex(
      (value, at) => has[index][at] === 1 && Number.isFinite(value),
    );
    if (gone !== undefined) return { kind: "diverges", place, x: gone };
    return last - end > slack(curve) ? { kind: "ends early", place, x: end } : undefined;
  });
  const lost = new Uint32Array(x.length);
  const fringe = new Uint8Array(x.length);
  const segment = new Uint32Array(x.length);
  let before: string | undefined;
  for (let at = 0; at < x.length; at++) {
    let who = "";
    for (let index = 0; index < curves.length; index++) {
      const end = ends[index];
      const isThere = has[index][at] === 1;
      const isFinite = isThere && Number.isFinite(y[index][at]);
      const isGone = end?.kind === "diverges" && x[at] >= end.x;
      if (isGone || (isThere && !isFinite)) lost[at]++;
      const isAway = (end !== undefined && x[at] > end.x) || x[at] < begins[index];
      if (rule !== "exact" && !isThere && !isAway && !isGone) fringe[at] = 1;
      if (options.leaveOut === true ? isFinite : isThere) who += `${index} `;
    }
    segment[at] = at === 0 ? 0 : segment[at - 1] + (who === before ? 0 : 1);
    before = who;
  }
  return { rule, x, y, has, lost, fringe, segment, ends };
}

/** The middle distance of a curve's values. */
function usualDistance(x: Float64Array): number {
  const distances = x.slice(1).map((at, index) => at - x[index]);
  return distances.length === 0 ? 0 : distances.sort()[distances.length >> 1];
}

/** The x from which on a curve is not finite to its end. */
function divergenceOf({ x, y }: Curve): number | undefined {
  let first = x.length;
  while (first > 0 && !Number.isFinite(y[first - 1])) first--;
  return first === x.length ? undefined : x[first];
}

import type { Curve } from "./curve.js";

/**
 * How runs that were logged at different x get values at the same x.
 * `exact`: a run has a value only where it logged one. `previous`: the last value logged until then holds on.
 * `linear`: on the straight line between the two logged values around it.
 * None goes beyond a run's first or last logged x.
 */
export type AlignRule = "exact" | "previous" | "linear";

export const alignRules: readonly AlignRule[] = ["exact", "previous", "linear"];

/** Curves with values at the same x. */
export interface AlignedCurves {
  /** The rule that was used. */
  readonly rule: AlignRule;
  /** Common x, rising: by default every x at which any of the curves has a value. */
  readonly x: Float64Array;
  /** Per curve, per x: the value; NaN where it has none, and where NaN was logged: see `has`. */
  readonly y: readonly Float64Array[];
  /** Per curve, per x: 1 where the curve has a value, be it NaN, and 0 where it has none. */
  readonly has: readonly Uint8Array[];
  /** Per x: how many curves have a value there. */
  readonly n: Uint32Array;
  /** Per curve: how many of its values are at none of the common x. They count in `previous` and `linear` all the same. */
  readonly between: readonly number[];
}

/**
 * Gives curves values at common x.
 *
 * @param options.rule `auto` (default): see {@link chooseAlignRule}
 * @param options.at the common x, rising; default: every x of every curve
 */
export function alignCurves(
  curves: readonly Curve[],
  options: { readonly rule?: AlignRule | "auto"; readonly at?: ArrayLike<number> } = {},
): AlignedCurves {
  const union = commonX(curves);
  const rule =
    options.rule === undefined || options.rule === "auto"
      ? chooseAlignRule(curves, union)
      : options.rule;
  const x = options.at === undefined ? union : Float64Array.from(options.at);
  const n = new Uint32Array(x.length);
  const aligned = curves.map((curve) => alignOne(curve, x, rule, n));
  return {
    rule,
    x,
    y: aligned.map(({ y }) => y),
    has: aligned.map(({ has }) => has),
    n,
    between: aligned.map(({ met }, index) => curves[index].x.length - met),
  };
}

/**
 * The rule that the curves call for: `exact` when each has a value at every common x between its first and its last,
 * else `linear`. Runs that only end at different x are exact.
 */
export function chooseAlignRule(
  curves: readonly Curve[],
  union: Float64Array = commonX(curves),
): AlignRule {
  const isComplete = ({ x }: Curve) =>
    x.length === 0 || placeOf(union, x[x.length - 1]) - placeOf(union, x[0]) === x.length - 1;
  return curves.every(isComplete) ? "exact" : "linear";
}

/** Every x of every curve, once, rising. */
export function commonX(curves: readonly Curve[]): Float64Array {
  const longest = curves.reduce<Float64Array>(
    (best, { x }) => (x.length > best.length ? x : best),
    new Float64Array(),
  );
  // Most logs are regular: the others are beginnings of the longest one, which spares the sorting.
  if (curves.every(({ x }) => x.every((value, index) => value === longest[index]))) return longest;
  const all = new Float64Array(curves.reduce((sum, { x }) => sum + x.length, 0));
  let end = 0;
  for (const { x } of curves) {
    all.set(x, end);
    end += x.length;
  }
  all.sort();
  return all.filter((value, index) => index === 0 || value !== all[index - 1]);
}

/** Place of the first element that is not below a value. */
function placeOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function alignOne(curve: Curve, x: Float64Array, rule: AlignRule, n: Uint32Array) {
  const y = new Float64Array(x.length).fill(NaN);
  const has = new Uint8Array(x.length);
  let met = 0;
  let next = 0; // the first logged value at or after the current x
  for (let i = 0; i < x.length; i++) {
    while (next < curve.x.length && curve.x[next] < x[i]) next++;
    if (next === curve.x.length) break;
    const isMet = curve.x[next] === x[i];
    if (isMet) met++;
    else if (rule === "exact" || next === 0) continue;
    y[i] = isMet ? curve.y[next] : between(curve, next, x[i], rule);
    has[i] = 1;
    n[i]++;
  }
  return { y, has, met };
}

function between({ x, y }: Curve, next: number, at: number, rule: AlignRule): number {
  const left = y[next - 1];
  if (rule === "previous") return left;
  const right = y[next];
  // Equal ends stay exactly what they are, infinite ones too.
  if (left === right) return left;
  return left + ((at - x[next - 1]) / (x[next] - x[next - 1])) * (right - left);
}

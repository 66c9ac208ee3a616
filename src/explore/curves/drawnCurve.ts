import { type Curve, prepareCurve } from "../../stats/curves/curve.js";
import { smooth } from "../../stats/curves/smoothCurve.js";
import { append } from "../../util/lists/longLists.js";
import type { Axis, CurvesQuery, DrawnCurve } from "./protocol.js";

/** The values of one tag of a run. */
export interface LoggedSeries {
  readonly step: Float64Array;
  /** Seconds since 1970. */
  readonly wallTime: Float64Array;
  readonly value: Float64Array;
}

/** Beyond this many curves what was logged is not drawn behind what is smoothed. */
export const mostWithRaw = 60;

/** The curves of some runs as they are drawn. */
export function drawnCurves(
  series: readonly (readonly [run: number, series: LoggedSeries])[],
  query: CurvesQuery,
): DrawnCurve[] {
  const withRaw = series.length <= mostWithRaw;
  return series.map(([run, one]) => drawnCurve(run, one, query, withRaw));
}

/**
 * A curve as it is drawn: smoothed over all of its values first, then cut to the window, then thinned so that it
 * covers the same places of the screen.
 */
export function drawnCurve(
  run: number,
  series: LoggedSeries,
  query: CurvesQuery,
  withRaw = true,
): DrawnCurve {
  const curve = overAxis(series, query.axis);
  const { from = -Infinity, to = Infinity, width } = query;
  const first = Math.max(0, lowerBound(curve.x, from) - 1);
  const last = Math.min(curve.x.length, lowerBound(curve.x, to) + 2);
  const y = query.smooth > 0 ? smooth(curve.y, query.smooth) : curve.y;
  const window = (values: Float64Array) => values.subarray(first, last);
  const logged = window(curve.y);
  const shown = thinned({ x: window(curve.x), y: window(y) }, width);
  return {
    run,
    points: logged.length,
    notFinite: logged.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0),
    ...shown,
    ...(query.smooth > 0 && withRaw && { raw: thinned({ x: window(curve.x), y: logged }, width) }),
  };
}

function overAxis({ step, wallTime, value }: LoggedSeries, axis: Axis): Curve {
  if (axis === "step") return prepareCurve(step, value).curve;
  const [start] = wallTime;
  const x = axis === "time" ? wallTime : wallTime.map((time) => time - start);
  return prepareCurve(x, value).curve;
}

/** Index of the first x that is not below a bound. */
export function lowerBound(x: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Of the values at each of `width` places along the axis the first, the smallest, the largest and the last, in
 * their order: what is drawn of them is the same as of all (Jugel et al. 2014, "M4"). A gap stays one.
 */
export function thinned({ x, y }: Curve, width: number): Curve {
  const { length } = x;
  if (length <= 4 * width) return { x, y };
  const [start, end] = [x[0], x[length - 1]];
  const places: number[] = [];
  const take = (from: number, to: number) => {
    const kept = new Set([from, to - 1]);
    let [low, high, gap] = [-1, -1, -1];
    for (let i = from; i < to; i++) {
      if (!Number.isFinite(y[i])) gap = i;
      else {
        if (low < 0 || y[i] < y[low]) low = i;
        if (high < 0 || y[i] > y[high]) high = i;
      }
    }
    for (const place of [low, high, gap]) if (place >= 0) kept.add(place);
    append(
      places,
      [...kept].sort((a, b) => a - b),
    );
  };
  for (let i = 0, place = 0; place < width && i < length; place++) {
    const bound = place === width - 1 ? Infinity : start + ((place + 1) / width) * (end - start);
    let next = i;
    while (next < length && x[next] < bound) next++;
    if (next > i) take(i, next);
    i = next;
  }
  return {
    x: Float64Array.from(places, (place) => x[place]),
    y: Float64Array.from(places, (place) => y[place]),
  };
}

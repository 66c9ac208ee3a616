import type { Run, ScalarSeries } from "../../events/index.js";
import { prepareCurve, type PreparedCurve } from "../../stats/index.js";

/** Axes that every log has. `relative` is hours since the run's first value, `wall` seconds since 1970. */
export const xAxes = ["step", "wall", "relative"] as const;

/**
 * A tag of a run over an axis: the step, a time, or another tag, of which the value at the step counts, else
 * the last one before it.
 *
 * @returns undefined when the run did not log the tag, or not that of the axis
 */
export function curveOf(run: Run, tag: string, x: string): PreparedCurve | undefined {
  const series = run.scalars.get(tag);
  if (series === undefined) return undefined;
  const axis = axisOf(run, series, x);
  return axis && prepareCurve(axis, series.value);
}

function axisOf(run: Run, series: ScalarSeries, x: string): ArrayLike<number> | undefined {
  switch (x) {
    case "step":
      return series.step;
    case "wall":
      return series.wallTime;
    case "relative": {
      const first = [...run.scalars.values()].reduce(
        (earliest, { wallTime }) => Math.min(earliest, wallTime[0]),
        Infinity,
      );
      return series.wallTime.map((time) => (time - first) / 3600);
    }
    default: {
      const other = run.scalars.get(x);
      return other && valuesAt(other, series.step);
    }
  }
}

/** The value of a series at each of some steps: the one logged there, else the last before; NaN before the first. */
function valuesAt(series: ScalarSeries, steps: Float64Array): Float64Array {
  const { curve } = prepareCurve(series.step, series.value);
  const places = Array.from(steps, (_, place) => place).sort((a, b) => steps[a] - steps[b]);
  const values = new Float64Array(steps.length).fill(NaN);
  let next = 0;
  for (const place of places) {
    while (next < curve.x.length && curve.x[next] <= steps[place]) next++;
    if (next > 0) values[place] = curve.y[next - 1];
  }
  return values;
}

import type { Curve } from "./curve.js";

/** Area under the straight lines between a curve's values (trapezoidal rule); NaN where a value is NaN, 0 of one value. */
export function areaUnder({ x, y }: Curve): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}

/**
 * Where a curve through points has some heights, as R's bbmle finds it: a cubic spline (of Forsythe, Malcolm and Moler:
 * its ends follow the cubic through the four outermost points) is read at three times as many places, and what lies
 * between them is straight. Where points or spline fall, the points themselves are joined by straight lines.
 *
 * @returns null for heights that the curve does not reach
 */
export function inverseSpline(
  x: readonly number[],
  y: readonly number[],
  heights: readonly number[],
): (number | null)[] {
  if (x.length < 2) return heights.map(() => null);
  const count = 3 * x.length;
  const first = x[0];
  const last = x[x.length - 1];
  const places = Array.from(
    { length: count },
    (_, i) => first + ((last - first) * i) / (count - 1),
  );
  const spline = splineThrough(x, y);
  const levels = places.map(spline);
  const isSmooth = rises(y) && rises(levels);
  const curve = isSmooth ? { x: places, y: levels } : { x, y };
  return heights.map((height) => readBackwards(curve, height));
}

const rises = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value >= values[i - 1]);

function readBackwards(
  curve: { readonly x: readonly number[]; readonly y: readonly number[] },
  height: number,
): number | null {
  const points = curve.y
    .map((y, i) => ({ x: curve.x[i], y }))
    .sort((a, b) => a.y - b.y || a.x - b.x);
  const next = points.findIndex(({ y }) => y >= height);
  if (next < 0) return null;
  const to = points[next];
  if (to.y === height) return to.x;
  if (next === 0) return null;
  const from = points[next - 1];
  return from.x + ((height - from.y) / (to.y - from.y)) * (to.x - from.x);
}

/** The cubic spline through points, with the end conditions of Forsythe, Malcolm and Moler. */
function splineThrough(x: readonly number[], y: readonly number[]): (at: number) => number {
  const n = x.length;
  if (n < 3) return (at) => y[0] + ((y[1] - y[0]) / (x[1] - x[0])) * (at - x[0]);
  const width = x.slice(1).map((to, i) => to - x[i]);
  const slope = width.map((step, i) => (y[i + 1] - y[i]) / step);
  // Unknowns: a sixth of the second derivatives at the points, by a tridiagonal system.
  const diagonal = x.map((_, i) =>
    i === 0 ? -width[0] : i === n - 1 ? -width[n - 2] : 2 * (width[i - 1] + width[i]),
  );
  const right = x.map((_, i) => (i === 0 || i === n - 1 ? 0 : slope[i] - slope[i - 1]));
  if (n > 3) {
    const third = (i: number) =>
      right[i + 1] / (x[i + 2] - x[i]) - right[i] / (x[i + 1] - x[i - 1]);
    right[0] = (third(1) * width[0] * width[0]) / (x[3] - x[0]);
    right[n - 1] = (-third(n - 3) * width[n - 2] * width[n - 2]) / (x[n - 1] - x[n - 4]);
  }
  for (let i = 1; i < n; i++) {
    const factor = width[i - 1] / diagonal[i - 1];
    diagonal[i] -= factor * width[i - 1];
    right[i] -= factor * right[i - 1];
  }
  const bend = x.map(() => 0);
  bend[n - 1] = right[n - 1] / diagonal[n - 1];
  for (let i = n - 2; i >= 0; i--) bend[i] = (right[i] - width[i] * bend[i + 1]) / diagonal[i];
  return (at) => {
    let i = 0;
    while (i < n - 2 && at > x[i + 1]) i++;
    const t = at - x[i];
    const rest = x[i + 1] - at;
    const [low, high] = [bend[i], bend[i + 1]];
    const linear = (y[i] * rest + y[i + 1] * t) / width[i];
    const cubic = (low * rest * rest * rest + high * t * t * t) / width[i];
    return linear + cubic - width[i] * (low * rest + high * t);
  };
}

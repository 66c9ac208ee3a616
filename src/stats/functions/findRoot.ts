const maxIterations = 200;
/** Roots are looked for in logarithms, where this is a relative error of the answer. */
const absoluteTolerance = 1e-12;

/**
 * Root of a continuous function between two points at which its signs differ (Chandrupatla's method: inverse quadratic
 * interpolation where it is safe, bisection elsewhere; Advances in Engineering Software 28, 1997).
 *
 * @throws RangeError when the signs at `low` and `high` are equal, or a value is NaN
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let a = high;
  let b = low;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(Math.sign(fa) * Math.sign(fb) < 0)) {
    throw new RangeError(`no change of sign between ${low} (${fb}) and ${high} (${fa})`);
  }
  let t = 0.5;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const x = a + t * (b - a);
    const fx = f(x);
    const sameSide = Math.sign(fx) === Math.sign(fa);
    const c = sameSide ? a : b;
    const fc = sameSide ? fa : fb;
    if (!sameSide) {
      b = a;
      fb = fa;
    }
    a = x;
    fa = fx;
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const tolerance = 2 * Number.EPSILON * Math.abs(best) + absoluteTolerance;
    const limit = tolerance / Math.abs(b - a);
    if (limit > 0.5 || fa === 0) return best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const interpolates = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    t = interpolates
      ? (fa / (fb - fa)) * (fc / (fb - fc)) +
        ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5;
    t = Math.min(1 - limit, Math.max(limit, t));
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}

/**
 * Root of a function that is positive at `start` and negative far enough in the direction of `step`: strides, each twice
 * the one before, until the sign changes, then `findRoot`. NaN when it never does within the range of doubles.
 */
export function findRootFrom(f: (x: number) => number, start: number, step: number): number {
  let near = start;
  for (let stride = step; Number.isFinite(near + stride); stride *= 2) {
    const far = near + stride;
    if (f(far) < 0) return findRoot(f, near, far);
    near = far;
  }
  return NaN;
}

/** Root of a function that is positive left of its root and negative right of it, looked for from `start` on. */
export function findSignChange(f: (x: number) => number, start: number, stride: number): number {
  return f(start) >= 0
    ? findRootFrom(f, start, stride)
    : findRootFrom((x) => -f(x), start, -stride);
}

import { lineSearch } from "./lineSearch.js";

type Vector = readonly number[];

export interface Bounds {
  readonly lower: Vector;
  readonly upper: Vector;
}

/** Pairs of steps and changes of the gradient that are kept. */
const memory = 5;
/** A descent ends when a step gains less than this, relative to the function (`factr` 1e7). */
const tolerance = 1e7 * Number.EPSILON;
const largestIterations = 100;

/**
 * The minimum of a function of few parameters between bounds, as R's `optim(method = "L-BFGS-B")` finds it: the method
 * of Byrd, Lu, Nocedal and Zhu (SIAM J. Sci. Comput. 16, 1995) with gradients by differences of 0.001. It ends early
 * where a step gains little, and this end is what is wanted here. The quasi-Newton matrix is held in full.
 *
 * @throws RangeError when the function is not finite at a point that is looked at
 */
export function lbfgsb(
  f: (x: Vector) => number,
  start: Vector,
  bounds: Bounds,
): { x: Vector; value: number } {
  const value = finite(f);
  let x: Vector = start.map((at, i) => clip(at, bounds, i));
  let fx = value(x);
  let gradient = differences(value, x, bounds);
  const isBoxed = x.every((_, i) => isFinite(bounds.lower[i]) && isFinite(bounds.upper[i]));
  let pairs: { s: Vector; y: Vector }[] = [];
  let theta = 1;
  for (let iteration = 0; ;) {
    if (projected(x, gradient, bounds).every((slope) => slope === 0)) return { x, value: fx };
    const matrix = quasiNewton(theta, pairs, x.length);
    const goal = subspaceMinimum(x, gradient, matrix, bounds, pairs.length > 0);
    const direction = goal.map((at, i) => at - x[i]);
    const slope = dot(gradient, direction);
    const step =
      slope >= 0
        ? null
        : search(value, x, { fx, slope }, direction, { iteration, isBoxed, bounds });
    if (step === null) {
      if (pairs.length === 0) return { x, value: fx };
      [pairs, theta] = [[], 1];
      continue;
    }
    const next = step === 1 ? goal : x.map((at, i) => step * direction[i] + at);
    const fNext = value(next);
    const gNext = differences(value, next, bounds);
    const y = gNext.map((slopeThere, i) => slopeThere - gradient[i]);
    const s = direction.map((part) => part * step);
    const gain = fx - fNext;
    const scale = Math.max(Math.abs(fx), Math.abs(fNext), 1);
    const change = (dot(gNext, direction) - slope) * step;
    [x, fx, gradient] = [next, fNext, gNext];
    iteration++;
    const isStill = projected(x, gradient, bounds).every((part) => part === 0);
    if (isStill || gain <= tolerance * scale || iteration > largestIterations) {
      return { x, value: fx };
    }
    if (change > Number.EPSILON * -slope * step) {
      theta = dot(y, y) / change;
      pairs = [...pairs, { s, y }].slice(-memory);
    }
  }
}

interface SearchPlace {
  readonly iteration: number;
  readonly isBoxed: boolean;
  readonly bounds: Bounds;
}

function search(
  value: (x: Vector) => number,
  x: Vector,
  { fx, slope }: { readonly fx: number; readonly slope: number },
  direction: Vector,
  { iteration, isBoxed, bounds }: SearchPlace,
): number | null {
  let largest = iteration === 0 ? 1 : 1e10;
  if (iteration > 0) {
    for (const [i, part] of direction.entries()) {
      const room = part < 0 ? bounds.lower[i] - x[i] : bounds.upper[i] - x[i];
      if (part !== 0 && isFinite(room)) largest = Math.min(largest, Math.max(0, room / part));
    }
  }
  const length = Math.sqrt(dot(direction, direction));
  const first = iteration === 0 && !isBoxed ? Math.min(1 / length, largest) : 1;
  const at = (step: number) => {
    const point = x.map((from, i) => step * direction[i] + from);
    return { value: value(point), slope: dot(differences(value, point, bounds), direction) };
  };
  return lineSearch({ value: fx, slope }, at, { first, largest, evaluations: 20 });
}

/** Central differences of 0.001; at a bound the point on that side is the bound. */
function differences(f: (x: Vector) => number, x: Vector, { lower, upper }: Bounds): Vector {
  return x.map((at, i) => {
    const above = Math.min(at + 1e-3, upper[i]);
    const below = Math.max(at - 1e-3, lower[i]);
    const moved = (to: number) => f(x.map((value, j) => (j === i ? to : value)));
    const forward = above === at + 1e-3 ? 1e-3 : above - at;
    const backward = below === at - 1e-3 ? 1e-3 : at - below;
    return (moved(above) - moved(below)) / (forward + backward);
  });
}

/** The gradient without what points out of the bounds. */
function projected(x: Vector, gradient: Vector, { lower, upper }: Bounds): Vector {
  return gradient.map((slope, i) =>
    slope < 0 ? Math.max(x[i] - upper[i], slope) : Math.min(x[i] - lower[i], slope),
  );
}

/** BFGS updates of a multiple of the identity. */
function quasiNewton(
  theta: number,
  pairs: readonly { readonly s: Vector; readonly y: Vector }[],
  size: number,
): number[][] {
  const row = (i: number) => Array.from({ length: size }, (_, j) => (i === j ? theta : 0));
  let matrix = Array.from({ length: size }, (_, i) => row(i));
  for (const { s, y } of pairs) {
    const bs = times(matrix, s);
    const sbs = dot(s, bs);
    const sy = dot(s, y);
    matrix = matrix.map((line, i) =>
      line.map((cell, j) => cell - (bs[i] * bs[j]) / sbs + (y[i] * y[j]) / sy),
    );
  }
  return matrix;
}

/**
 * The minimum of the quadratic model: first along the projected gradient up to the first local one, then over the
 * parameters that are not at a bound there.
 */
function subspaceMinimum(
  x: Vector,
  gradient: Vector,
  matrix: readonly Vector[],
  bounds: Bounds,
  hasPairs: boolean,
): Vector {
  const cauchy = cauchyPoint(x, gradient, matrix, bounds);
  const free = [...x.keys()].filter((i) => !cauchy.fixed.has(i));
  if (!hasPairs || free.length === 0) return cauchy.point;
  const moved = cauchy.point.map((at, i) => at - x[i]);
  const model = times(matrix, moved).map((part, i) => part + gradient[i]);
  const step = solve(
    free.map((i) => free.map((j) => matrix[i][j])),
    free.map((i) => -model[i]),
  );
  let share = 1;
  let first: number | undefined;
  for (const [place, i] of free.entries()) {
    const part = step[place];
    const room = (part < 0 ? bounds.lower[i] : bounds.upper[i]) - cauchy.point[i];
    if (part === 0 || !isFinite(room)) continue;
    const until = Math.max(0, room / part);
    if (until < share) [share, first] = [until, place];
  }
  const point = [...cauchy.point];
  for (const [place, i] of free.entries()) {
    const bound = step[place] < 0 ? bounds.lower[i] : bounds.upper[i];
    point[i] = place === first ? bound : point[i] + share * step[place];
  }
  return point;
}

function cauchyPoint(x: Vector, gradient: Vector, matrix: readonly Vector[], bounds: Bounds) {
  const fixed = new Set<number>();
  const direction = gradient.map((slope) => -slope);
  const ends = direction.map((part, i) => {
    if (part === 0) return Infinity;
    return ((part < 0 ? bounds.lower[i] : bounds.upper[i]) - x[i]) / part;
  });
  for (const [i, end] of ends.entries()) {
    if (end > 0 && direction[i] !== 0) continue;
    if (end <= 0) fixed.add(i);
    direction[i] = 0;
  }
  const point = [...x];
  let time = 0;
  const curved = (along: Vector) => dot(along, times(matrix, along));
  const smallest = Number.EPSILON * curved(direction);
  while (direction.some((part) => part !== 0)) {
    const moved = point.map((at, i) => at - x[i]);
    const bend = times(matrix, moved);
    const slope = dot(
      gradient.map((part, i) => part + bend[i]),
      direction,
    );
    const wanted = Math.max(0, -slope / Math.max(smallest, curved(direction)));
    const moving = [...x.keys()].filter((i) => direction[i] !== 0);
    const next = moving.reduce((a, b) => (ends[b] < ends[a] ? b : a));
    if (time + wanted < ends[next] || !isFinite(ends[next])) {
      for (const i of moving) point[i] += wanted * direction[i];
      break;
    }
    for (const i of moving) point[i] += (ends[next] - time) * direction[i];
    point[next] = direction[next] < 0 ? bounds.lower[next] : bounds.upper[next];
    time = ends[next];
    direction[next] = 0;
    fixed.add(next);
  }
  return { point, fixed };
}

/** Solves a small symmetric positive definite system by elimination. */
function solve(matrix: readonly Vector[], right: Vector): Vector {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let i = 0; i < rows.length; i++) {
    for (let k = i + 1; k < rows.length; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= rows.length; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  const solution = rows.map(() => 0);
  for (let i = rows.length - 1; i >= 0; i--) {
    const rest = rows[i]
      .slice(i + 1, rows.length)
      .reduce((sum, cell, k) => sum + cell * solution[i + 1 + k], 0);
    solution[i] = (rows[i][rows.length] - rest) / rows[i][i];
  }
  return solution;
}

const clip = (value: number, { lower, upper }: Bounds, i: number): number =>
  Math.min(upper[i], Math.max(lower[i], value));

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

const times = (matrix: readonly Vector[], vector: Vector): Vector =>
  matrix.map((row) => dot(row, vector));

function finite(f: (x: Vector) => number): (x: Vector) => number {
  return (x) => {
    const value = f(x);
    if (Number.isFinite(value)) return value;
    throw new RangeError(`the function is ${value} at ${x.join(", ")}`);
  };
}

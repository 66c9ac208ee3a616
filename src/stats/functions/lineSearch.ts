/** A point of a line: step, value and slope of the function there. */
interface Point {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

export interface LineSearchOptions {
  /** First trial. */
  readonly first: number;
  /** Largest step. */
  readonly largest: number;
  /** How often the function may be looked at. */
  readonly evaluations: number;
}

/** Sufficient decrease, curvature, and the relative width at which an interval is small enough. */
const decrease = 1e-3;
const curvature = 0.9;
const widthTolerance = 0.1;

/**
 * The line search of Moré and Thuente (ACM TOMS 20, 1994): a step that decreases the function sufficiently and where
 * its slope is small enough. The search also ends where rounding or bounds leave no better step.
 *
 * @returns the step; null when the function was looked at too often
 */
export function lineSearch(
  start: { readonly value: number; readonly slope: number },
  at: (step: number) => { readonly value: number; readonly slope: number },
  { first, largest, evaluations }: LineSearchOptions,
): number | null {
  const test = decrease * start.slope;
  let best: Point = { step: 0, ...start };
  let other: Point = best;
  let isBracketed = false;
  let isModified = true;
  let [low, high] = [0, 5 * first];
  let width = largest;
  let widthBefore = 2 * width;
  let step = first;
  for (let count = 0; count < evaluations; count++) {
    const trial: Point = { step, ...at(step) };
    const limit = start.value + step * test;
    const isLow = trial.value <= limit;
    if (isModified && isLow && trial.slope >= decrease * start.slope) isModified = false;
    const isStuck =
      isBracketed && (step <= low || step >= high || high - low <= widthTolerance * high);
    const isAtEnd = step === largest && isLow && trial.slope <= test;
    const isAtStart = step === 0 && (!isLow || trial.slope >= test);
    const isDone = isLow && Math.abs(trial.slope) <= -curvature * start.slope;
    if (isStuck || isAtEnd || isAtStart || isDone) return step;
    // While no step is low enough, the search goes by the function less its sufficient decrease.
    const tilt = isModified && trial.value <= best.value && !isLow ? test : 0;
    const next = trialStep(tilted(best, -tilt), tilted(other, -tilt), tilted(trial, -tilt), {
      ...{ isBracketed, low, high },
    });
    best = tilted(next.best, tilt);
    other = tilted(next.other, tilt);
    isBracketed = next.isBracketed;
    step = next.step;
    if (isBracketed) {
      if (Math.abs(other.step - best.step) >= 0.66 * widthBefore) {
        step = best.step + 0.5 * (other.step - best.step);
      }
      widthBefore = width;
      width = Math.abs(other.step - best.step);
      low = Math.min(best.step, other.step);
      high = Math.max(best.step, other.step);
    } else {
      low = best.step;
      high = step + 4 * (step - best.step);
    }
    step = Math.min(largest, Math.max(0, step));
    if (isBracketed && (step <= low || step >= high || high - low <= widthTolerance * high)) {
      step = best.step;
    }
  }
  return null;
}

const tilted = ({ step, value, slope }: Point, tilt: number): Point => ({
  step,
  value: value + step * tilt,
  slope: slope + tilt,
});

interface Interval {
  readonly isBracketed: boolean;
  readonly low: number;
  readonly high: number;
}

/** The next trial, by cubic and quadratic interpolation, and the interval that holds a minimum. */
function trialStep(best: Point, other: Point, trial: Point, { isBracketed, low, high }: Interval) {
  const isOpposite = trial.slope * (best.slope / Math.abs(best.slope)) < 0;
  const [step, bracketed] = chooseStep(best, other, trial, isOpposite, { isBracketed, low, high });
  if (trial.value > best.value) return { best, other: trial, step, isBracketed: bracketed };
  return { best: trial, other: isOpposite ? best : other, step, isBracketed: bracketed };
}

function chooseStep(
  best: Point,
  other: Point,
  trial: Point,
  isOpposite: boolean,
  { isBracketed, low, high }: Interval,
): [step: number, isBracketed: boolean] {
  const from = best.step;
  const to = trial.step;
  const secant = to + (trial.slope / (trial.slope - best.slope)) * (from - to);
  if (trial.value > best.value) {
    const { theta, gamma } = cubic(best, trial, to < from, false);
    const ratio = (gamma - best.slope + theta) / (gamma - best.slope + gamma + trial.slope);
    const cubicStep = from + ratio * (to - from);
    const drop = (best.value - trial.value) / (to - from) + best.slope;
    const quadratic = from + (best.slope / drop / 2) * (to - from);
    const isNearer = Math.abs(cubicStep - from) < Math.abs(quadratic - from);
    return [isNearer ? cubicStep : cubicStep + (quadratic - cubicStep) / 2, true];
  }
  if (isOpposite) {
    const { theta, gamma } = cubic(best, trial, to > from, false);
    const ratio = (gamma - trial.slope + theta) / (gamma - trial.slope + gamma + best.slope);
    const cubicStep = to + ratio * (from - to);
    return [Math.abs(cubicStep - to) > Math.abs(secant - to) ? cubicStep : secant, true];
  }
  if (Math.abs(trial.slope) < Math.abs(best.slope)) {
    const { theta, gamma } = cubic(best, trial, to > from, true);
    const ratio = (gamma - trial.slope + theta) / (gamma + (best.slope - trial.slope) + gamma);
    const end = to > from ? high : low;
    const cubicStep = ratio < 0 && gamma !== 0 ? to + ratio * (from - to) : end;
    const isFarther = Math.abs(cubicStep - to) > Math.abs(secant - to);
    if (!isBracketed) {
      const step = isFarther ? cubicStep : secant;
      return [Math.max(low, Math.min(high, step)), false];
    }
    const step = isFarther ? secant : cubicStep;
    const limit = to + 0.66 * (other.step - to);
    return [to > from ? Math.min(limit, step) : Math.max(limit, step), true];
  }
  if (!isBracketed) return [to > from ? high : low, false];
  const { theta, gamma } = cubic(other, trial, to > other.step, false);
  const ratio = (gamma - trial.slope + theta) / (gamma - trial.slope + gamma + other.slope);
  return [to + ratio * (other.step - to), true];
}

/** The terms of the cubic through two points with their slopes. */
function cubic(a: Point, b: Point, isNegative: boolean, isGuarded: boolean) {
  const theta = (3 * (a.value - b.value)) / (b.step - a.step) + a.slope + b.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const share = theta / scale;
  const square = share * share - (a.slope / scale) * (b.slope / scale);
  const gamma = scale * Math.sqrt(isGuarded ? Math.max(0, square) : square);
  return { theta, gamma: isNegative ? -gamma : gamma };
}

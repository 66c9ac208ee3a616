import type { ScalarSeries } from "../../events/index.js";

/** Where the values of a tag stand. */
export type StepSeries = Pick<ScalarSeries, "length" | "step" | "wallTime">;

/** The rows that some tags share. */
export interface CommonSteps {
  /** The step of every row, ascending. */
  readonly steps: Float64Array;
  /** Whether every tag has a value in every row, in this order. */
  readonly isShared: boolean;
}

/**
 * The steps of all series, ascending: each as often as the series that has it most often. Mostly they
 * all have the same ones.
 */
export function commonSteps(series: readonly StepSeries[]): CommonSteps {
  const [first] = series;
  if (series.every((other) => hasSameSteps(first, other))) {
    const steps = first.step.slice(0, first.length);
    const isShared = isAscending(steps);
    return { steps: isShared ? steps : steps.sort(), isShared };
  }
  const sorted = series.map(({ step, length }) => step.slice(0, length).sort());
  return { steps: union(sorted), isShared: false };
}

function hasSameSteps(a: StepSeries, b: StepSeries): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a.step[i] !== b.step[i]) return false;
  return true;
}

function isAscending(steps: Float64Array): boolean {
  for (let i = 1; i < steps.length; i++) if (!(steps[i - 1] <= steps[i])) return false;
  return true;
}
function union(sorted: readonly Float64Array[]): Float64Array {
  const most = new Map<number, number>();
  for (const steps of sorted) {
    for (let i = 0; i < steps.length;) {
      let end = i + 1;
      while (end < steps.length && steps[end] === steps[i]) end++;
      if (end - i > (most.get(steps[i]) ?? 0)) most.set(steps[i], end - i);
      i = end;
    }
  }
  let rows = 0;
  for (const count of most.values()) rows += count;
  const all = new Float64Array(rows);
  let end = 0;
  for (const [step, count] of most) all.fill(step, end, (end += count));
  return all.sort();
}

/** Goes through the values of a series in the order of the rows that they belong to. */
export class StepCursor {
  /** Values that were given so far. */
  taken = 0;
  /** Position of the last one in the series. */
  index = -1;
  private row = -1;
  /** Positions by step, for a series that is not in that order. */
  private readonly order: Uint32Array | undefined;

  constructor(
    private readonly series: StepSeries,
    /** The step of every row, ascending. */
    private readonly steps: Float64Array,
  ) {
    const { step, length } = series;
    if (!isAscending(step.subarray(0, length))) {
      this.order = Uint32Array.from({ length }, (_, i) => i).sort(
        (a, b) => step[a] - step[b] || a - b,
      );
    }
  }

  /** The row of the next value; -1 when it is not below `end` or there is none. */
  nextBelow(end: number): number {
    if (this.taken === this.series.length) return -1;
    const index = this.order === undefined ? this.taken : this.order[this.taken];
    const row = this.rowFrom(this.row + 1, this.series.step[index]);
    if (row >= end) return -1;
    this.taken++;
    this.index = index;
    this.row = row;
    return row;
  }

  /** The first row from `start` on that has a step. */
  private rowFrom(start: number, step: number): number {
    const { steps } = this;
    if (steps[start] === step) return start;
    let low = start;
    let high = steps.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle] < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

import { enlarged } from "./scalarBatch.js";

const expectedMargin = 1.02;
const largestGrowth = 16;

/** The scalars of one tag as columns that grow. */
export class ScalarColumns {
  length = 0;
  step: Float64Array;
  wallTime: Float64Array;
  value: Float64Array;
  order: Uint32Array;

  constructor(capacity = 32) {
    this.step = new Float64Array(capacity);
    this.wallTime = new Float64Array(capacity);
    this.value = new Float64Array(capacity);
    this.order = new Uint32Array(capacity);
  }

  /** `progress` is the part of the log that was read, from 0 to 1: it tells how much is yet to come. */
  append(step: number, wallTime: number, value: number, order: number, progress: number): void {
    const index = this.length;
    if (index === this.step.length) this.grow(progress);
    this.step[index] = step;
    this.wallTime[index] = wallTime;
    this.value[index] = value;
    this.order[index] = order;
    this.length = index + 1;
  }

  /** Drops the last points as long as their step is not below `step`. */
  dropFrom(step: number): void {
    let length = this.length;
    while (length > 0 && this.step[length - 1] >= step) length--;
    this.length = length;
  }

  /** Drops all points whose step is not below `step`, wherever they stand. */
  removeFrom(step: number): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      if (!(this.step[i] < step)) continue;
      this.step[kept] = this.step[i]!;
      this.wallTime[kept] = this.wallTime[i]!;
      this.value[kept] = this.value[i]!;
      this.order[kept] = this.order[i]!;
      kept++;
    }
    this.length = kept;
  }

  private grow(progress: number): void {
    // Memory that is touched first costs more than all else here: a good guess saves most copies.
    const expected = Math.ceil((this.length / progress) * expectedMargin) + 16;
    const { length } = this;
    const capacity = Math.min(Math.max(expected, 2 * length), largestGrowth * length);
    this.step = enlarged(this.step, new Float64Array(capacity));
    this.wallTime = enlarged(this.wallTime, new Float64Array(capacity));
    this.value = enlarged(this.value, new Float64Array(capacity));
    this.order = enlarged(this.order, new Uint32Array(capacity));
  }
}

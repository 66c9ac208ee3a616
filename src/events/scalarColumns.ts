import { enlarged } from "./scalarBatch.js";

/** The scalars of one tag as columns that grow. */
export class ScalarColumns {
  length = 0;
  step: Float64Array;
  wallTime: Float64Array;
  value: Float64Array;
  order: Uint32Array;

  constructor(capacity = 64) {
    this.step = new Float64Array(capacity);
    this.wallTime = new Float64Array(capacity);
    this.value = new Float64Array(capacity);
    this.order = new Uint32Array(capacity);
  }

  append(step: number, wallTime: number, value: number, order: number): void {
    const index = this.length;
    if (index === this.step.length) this.grow();
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

  private grow(): void {
    const capacity = 2 * this.step.length;
    this.step = enlarged(this.step, new Float64Array(capacity));
    this.wallTime = enlarged(this.wallTime, new Float64Array(capacity));
    this.value = enlarged(this.value, new Float64Array(capacity));
    this.order = enlarged(this.order, new Uint32Array(capacity));
  }
}

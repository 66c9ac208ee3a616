import { enlarged } from "../decode/scalarBatch.js";

const expectedMargin = 1.02;
const smallestGrowth = 1.25;
const largestGrowth = 512;

/** Memory that so many points take, of any number of them a multiple of 8. */
export const bytesOfPoints = (points: number): number =>
  3 * Float64Array.BYTES_PER_ELEMENT * points +
  Uint32Array.BYTES_PER_ELEMENT * (points + (points % 2));

/** Shared: making an array takes longer than putting a few numbers into it. */
const noDoubles = new Float64Array();
const noIntegers = new Uint32Array();

/** The scalars of one tag as columns that grow. */
export class ScalarColumns {
  length = 0;
  /** Whether each step is greater than the one before. */
  isAscending = true;
  step = noDoubles;
  wallTime = noDoubles;
  value = noDoubles;
  order = noIntegers;

  /**
   * Makes room for `added` more points. `progress` is the part of the log that was read, from 0 to 1: it
   * tells how many are yet to come.
   */
  reserve(added: number, progress: number): void {
    const needed = this.length + added;
    if (needed <= this.step.length) return;
    // Touching memory for the first time costs more than all else here: a good guess saves most of it.
    const expected = progress < 1 ? Math.ceil((needed / progress) * expectedMargin) : needed;
    const least = Math.ceil(smallestGrowth * this.length);
    const capacity = Math.min(Math.max(expected, least), largestGrowth * needed);
    this.step = enlarged(this.step, new Float64Array(capacity));
    this.wallTime = enlarged(this.wallTime, new Float64Array(capacity));
    this.value = enlarged(this.value, new Float64Array(capacity));
    this.order = enlarged(this.order, new Uint32Array(capacity));
  }

  /** Makes room in memory that is there already: for `capacity` points, from a byte on. */
  placeIn(memory: ArrayBuffer, at: number, capacity: number): void {
    const bytes = Float64Array.BYTES_PER_ELEMENT * capacity;
    this.step = new Float64Array(memory, at, capacity);
    this.wallTime = new Float64Array(memory, at + bytes, capacity);
    this.value = new Float64Array(memory, at + 2 * bytes, capacity);
    this.order = new Uint32Array(memory, at + 3 * bytes, capacity);
  }

  /** Adds a point; there must be room for it. */
  append(step: number, wallTime: number, value: number, order: number): void {
    const index = this.length++;
    if (index > 0 && !(step > this.step[index - 1])) this.isAscending = false;
    this.step[index] = step;
    this.wallTime[index] = wallTime;
    this.value[index] = value;
    this.order[index] = order;
  }
}

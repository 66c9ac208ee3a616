import { ScalarBatch } from "../decode/scalarBatch.js";

const leastBetweenSorts = 4096;

/** Scalars of one series that wait until no smaller step can come; of several of a step the last stays. */
export class LateScalars {
  private waiting = new ScalarBatch(16);
  private sortedLength = 0;
  /** The least step that waits. */
  private least = Infinity;

  /** Told about each value whose step was logged again: its step, its running number and the later one's. */
  constructor(private readonly onRepeat: (step: number, order: number, byOrder: number) => void) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(tag: number, step: number, wallTime: number, value: number, order: number): void {
    this.waiting.append(tag, step, wallTime, value, order);
    this.least = Math.min(this.least, step);
    if (this.waiting.length > 2 * this.sortedLength + leastBetweenSorts) this.sort();
  }

  /** Moves those below `step` into `target`, ascending. */
  moveBelow(step: number, target: ScalarBatch): void {
    if (this.least >= step) return;
    if (this.waiting.length > this.sortedLength) this.sort();
    const { waiting } = this;
    let count = 0;
    while (count < waiting.length && waiting.step[count] < step) count++;
    target.appendAll(waiting, 0, count);
    if (count === waiting.length) {
      // Mostly nothing is left, and the memory serves again.
      waiting.length = this.sortedLength = 0;
      this.least = Infinity;
      return;
    }
    const rest = new ScalarBatch(Math.max(16, waiting.length - count));
    rest.appendAll(waiting, count, waiting.length);
    this.waiting = rest;
    this.sortedLength = rest.length;
    this.least = rest.length > 0 ? rest.step[0] : Infinity;
  }

  private sort(): void {
    const { step, order, length } = this.waiting;
    const indices = new Uint32Array(length);
    for (let i = 0; i < length; i++) indices[i] = i;
    indices.sort((a, b) => step[a] - step[b] || a - b);
    const sorted = new ScalarBatch(Math.max(16, length));
    for (let i = 0; i < length; i++) {
      const next = i + 1 < length ? indices[i + 1] : -1;
      if (next >= 0 && step[next] === step[indices[i]]) {
        this.onRepeat(step[next], order[indices[i]], order[next]);
      } else sorted.appendOne(this.waiting, indices[i]);
    }
    this.waiting = sorted;
    this.sortedLength = sorted.length;
  }
}

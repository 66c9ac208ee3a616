import { smallest } from "../../util/lists/longLists.js";
import type { Point } from "../decode/point.js";

/** Values of one series that wait until no smaller step can come; of several of a step the last stays. */
export class LatePoints {
  private readonly waiting = new Map<number, Point>();
  /** The least step that waits. */
  private least = Infinity;

  constructor(private readonly onRepeat: (step: number, order: number, byOrder: number) => void) {}

  add(point: Point): void {
    const earlier = this.waiting.get(point.step);
    if (earlier !== undefined) this.onRepeat(point.step, earlier.order, point.order);
    this.waiting.set(point.step, point);
    this.least = Math.min(this.least, point.step);
  }

  /** Moves those below `step` into `target`, ascending. */
  moveBelow(step: number, target: Point[]): void {
    if (this.least >= step) return;
    const ready = [...this.waiting.values()].filter((point) => point.step < step);
    for (const point of ready.sort((a, b) => a.step - b.step)) {
      this.waiting.delete(point.step);
      target.push(point);
    }
    this.least = smallest(this.waiting.keys());
  }
}

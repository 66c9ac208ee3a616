import type { Point } from "../decode/point.js";
import { ScalarBatch } from "../decode/scalarBatch.js";

/** Values between reading and handing on. */
export class HeldValues {
  readonly scalars: ScalarBatch;
  points: Point[] = [];

  constructor(capacity = 1024) {
    this.scalars = new ScalarBatch(capacity);
  }

  get isEmpty(): boolean {
    return this.scalars.length === 0 && this.points.length === 0;
  }

  clear(): void {
    this.scalars.length = 0;
    this.points = [];
  }
}

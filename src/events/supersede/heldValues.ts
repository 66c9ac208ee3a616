import type { Point } from "../decode/point.js";
import { ScalarBatch } from "../decode/scalarBatch.js";

/** Values between reading and handing on. */
export class HeldValues {
  readonly scalars = new ScalarBatch(1024);
  points: Point[] = [];

  get isEmpty(): boolean {
    return this.scalars.length === 0 && this.points.length === 0;
  }

  clear(): void {
    this.scalars.length = 0;
    this.points = [];
  }
}

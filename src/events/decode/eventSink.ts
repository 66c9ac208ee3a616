import type { Point } from "./point.js";
import type { ScalarBatch } from "./scalarBatch.js";

/** What takes the values of a run as they are read. */
export interface EventSink {
  /**
   * Called with a batch that is used again afterwards, and with how much of the files that were opened
   * has been read, from 0 to 1.
   */
  scalars(batch: ScalarBatch, progress: number): void;
  /** Every other value, in order among themselves. */
  point(point: Point): void;
  /** A training session started at this step: the log's steps from there on are superseded. */
  sessionStart(step: number, order: number): void;
}

import type { LogMark } from "./logMark.js";
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
  /** Something that tells what replaces what; comes before the values that follow it in the log. */
  mark(mark: LogMark): void;
}

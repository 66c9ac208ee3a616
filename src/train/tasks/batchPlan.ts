import type { ColumnRange } from "./subsets.js";

/** How compiled code draws the inputs of batches, uniform numbers; nothing that differs between the runs of a form. */
export interface BatchPlan {
  readonly rows: number;
  readonly inputs: number;
  /** Subsets relative to the first one's start. */
  readonly subsets: readonly ColumnRange[];
  /** Uniform in one interval; in one of two, drawn for each element; or half of the inputs each. */
  readonly placement: "one" | "each" | "halves";
}

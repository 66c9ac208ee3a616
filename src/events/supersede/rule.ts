import type { ReadOptions } from "../decode/readOptions.js";

/** What takes the place of what in a run. */
export interface SupersedeRule {
  readonly restarts: NonNullable<ReadOptions["supersede"]>;
  /** Of several values of a step the last one alone is kept, and steps are put in order. */
  readonly oneValuePerStep: boolean;
}

export function supersedeRule({ supersede, oneValuePerStep }: ReadOptions): SupersedeRule {
  const restarts = supersede ?? "restart";
  return {
    restarts,
    // The data server's rule leaves steps that rise anyway.
    oneValuePerStep: restarts === "restart" || (restarts !== "step" && oneValuePerStep === true),
  };
}

/** Whether the rule keeps every value in the order of the log. */
export function keepsAll({ restarts, oneValuePerStep }: SupersedeRule): boolean {
  return restarts === "none" && !oneValuePerStep;
}

import type { RunDirectory } from "../runs/findRuns.js";
import type { Run } from "../runs/run.js";

/** Reads runs, whole, and gives them in the order in which they were named. */
export interface RunSource {
  read(runs: readonly RunDirectory[]): AsyncGenerator<Run, void>;
}

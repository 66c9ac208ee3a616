import type { RunDirectory } from "../../events/index.js";
import type { Facts } from "../../facts/fact.js";
import type { RunWithFacts } from "../../facts/runFacts.js";
import type { OwnLogs } from "../lookups/ownLogs.js";

/** A run of a log directory that was found and can be read. */
export interface LogRun {
  readonly name: string;
  readonly hparams: Facts;
  readonly directory: RunDirectory;
}

/** Logs of one's own, their runs found and told apart: nothing is looked for after this. */
export interface ResolvedLogs {
  readonly rule: OwnLogs;
  /** The log directories. */
  readonly paths: readonly string[];
  /** Paths of files that facts were read from. */
  readonly files: readonly string[];
  /** Those that meet the conditions. */
  readonly runs: readonly RunWithFacts<LogRun>[];
  /** Facts by which runs are told apart by colour. */
  readonly by: readonly string[];
  /** The series of all runs, those too that conditions leave out: a series keeps its colour. */
  readonly everySeries: readonly Facts[];
  /** The fact that tells runs of a group apart. */
  readonly seed?: string;
  /** Facts that tell tasks apart, for statistics over them. */
  readonly tasks?: readonly string[];
  /** What is to be said about how runs were found and chosen. */
  readonly notes: readonly string[];
}

import type { RunDirectory } from "../../events/index.js";
import type { LookupSeries } from "../lookups/index.js";

/** Where the data of a series were found. */
export type SeriesSource = TableSource | RunsSource;

interface SourceOrigin {
  readonly path: string;
  /** Whether they are data that come with the project, not the user's own. */
  readonly fixture: boolean;
}

export interface TableSource extends SourceOrigin {
  readonly kind: "table";
}

export interface RunsSource extends SourceOrigin {
  readonly kind: "runs";
  /** The log directories. */
  readonly folders: readonly string[];
  /** The runs below them, under the names that tables show. */
  readonly runs: readonly RunDirectory[];
  /** What is to be said about how they were found. */
  readonly notes: readonly string[];
}

/** A series without data, and every place that was looked in. */
export interface MissingSeries {
  readonly series: LookupSeries;
  readonly lookedIn: readonly string[];
}

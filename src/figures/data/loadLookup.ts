import type { Lookup } from "../lookups/index.js";
import type { RunRows } from "../../stats/runRows.js";
import type { Folders } from "../folders.js";
import { loadSeries } from "./loadSeries.js";
import { locateLookup } from "./locateLookup.js";
import type { SeriesSource } from "./locateSeries.js";

/** The runs of a figure, series by series in the lookup's order, and where they were found. */
export interface LookupRuns {
  readonly sources: readonly SeriesSource[];
  readonly runs: readonly (readonly RunRows[])[];
}

/**
 * Finds and reads the runs of every series of a lookup.
 *
 * @throws {UserError} like {@link locateLookup}, or when a source cannot be read
 */
export async function loadLookup(
  lookup: Lookup,
  folders: Folders,
  warn: (message: string) => void,
): Promise<LookupRuns> {
  const sources = await locateLookup(lookup, folders);
  const runs: RunRows[][] = [];
  for (const source of sources) runs.push(await loadSeries(source, lookup, warn));
  return { sources, runs };
}

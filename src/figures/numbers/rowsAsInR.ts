import { mergedRows, type StatisticsMode } from "../../stats/index.js";
import type { RunRows } from "../../stats/runRows.js";
import { own } from "../../util/own.js";
import type { Lookup } from "../lookups/index.js";
import type { ResolvedSeries } from "../resolve/resolvedFigure.js";
import { text } from "./decodedRuns.js";
import { runFacts } from "./runFacts.js";

/**
 * The rows of a table's runs as the papers' R scripts saw them: an empty cell is NaN, and in mode `published` the
 * rows stand as R's `merge()` leaves them. Runs without a threshold keep their rows.
 */
export function rowsAsInR(
  { limit }: Pick<ResolvedSeries, "limit">,
  { names }: Lookup,
  runs: readonly RunRows[],
  statistics: StatisticsMode,
): RunRows[] {
  const plain = runs.map((run): RunRows => ({ ...run, logged: {} }));
  if (statistics !== "published") return plain;
  // Runs with several errors were stacked error by error: their rows stood in the order of the thresholds already.
  if (plain.some(({ at }) => at !== undefined)) return mergedRows(plain, []);
  const facts = runFacts(names);
  const keys = plain.map(({ name }) => {
    const decoded = facts(name) ?? {};
    const [operation, place] = [text(decoded["operation"]), text(own(decoded, limit.by))];
    return limit.of(operation, place) === undefined ? undefined : `${operation} ${place}`;
  });
  return mergedRows(plain, keys);
}

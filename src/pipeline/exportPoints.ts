import { matchTags } from "../util/matchTags.js";
import { hparamsTable, type Loss, type ReadOptions, type Run } from "../events/index.js";
import { hparamsColumns, histogramTable, textTable } from "../tables/pointTables.js";
import type { ExportedLogs } from "./exportLogs.js";
import { readNamedRuns } from "./readNamedRuns.js";
import { UserError } from "../util/userError.js";

/** What can be exported besides scalars. */
export const pointKinds = ["texts", "histograms", "hparams"] as const;
export type PointKind = (typeof pointKinds)[number];

export interface PointOptions extends Pick<ReadOptions, "checksums" | "supersede"> {
  /** Patterns of tags; all by default. */
  readonly tags?: readonly string[];
  readonly onLoss: (loss: Loss) => void;
}

/**
 * Reads the texts, the histograms or the hyperparameters of a log directory into one table.
 *
 * @throws {UserError} when no run logged any
 */
export async function exportPoints(
  logDirectory: string,
  kind: PointKind,
  options: PointOptions,
): Promise<ExportedLogs> {
  const wanted = options.tags ? matchTags(options.tags) : true;
  const runs: Run[] = [];
  const read = readNamedRuns(logDirectory, {
    ...options,
    scalars: kind === "hparams",
    [kind]: kind === "hparams" ? true : wanted,
  });
  for await (const run of read) {
    run.losses.forEach(options.onLoss);
    if (kind === "hparams" || run[kind].size > 0) runs.push(run);
  }
  const table =
    kind === "texts"
      ? textTable(runs)
      : kind === "histograms"
        ? histogramTable(runs)
        : hparamsColumns(await hparamsTable(runs));
  if (table.rows === 0) {
    throw new UserError(
      `No run in ${logDirectory} logged ${kind}${options.tags ? ` that match ${options.tags.join(", ")}` : ""}.`,
    );
  }
  return { table, runs: runs.length };
}

import {
  type FindOptions,
  hparamsTable,
  type Loss,
  type ReadOptions,
  type Run,
  type RunDirectory,
  type Superseded,
} from "../events/index.js";
import { histogramRows, hparamsColumns, textRows } from "./rows/pointTables.js";
import { streamOf } from "../tables/tableStream.js";
import { matchTags } from "../util/matchTags.js";
import { UserError } from "../util/userError.js";
import { readNamedRuns } from "./readNamedRuns.js";
import { type LogTable, streamRows } from "./streamRows.js";

/** What can be exported besides scalars. */
export const pointKinds = ["texts", "histograms", "hparams"] as const;
export type PointKind = (typeof pointKinds)[number];

export interface PointOptions
  extends Pick<ReadOptions, "checksums" | "supersede">, Pick<FindOptions, "onNote"> {
  /** Patterns of tags; all by default. */
  readonly tags?: readonly string[];
  /** Rows that were given are never taken back: large runs are read twice rather than once. */
  readonly isFinal?: boolean;
  readonly onLoss: (loss: Loss) => void;
  /** Told what was left out of a run because other values took its place. */
  readonly onSuperseded?: (run: RunDirectory, superseded: readonly Superseded[]) => void;
}

/**
 * Reads the texts, the histograms or the hyperparameters of a log directory into one table.
 *
 * @throws {UserError} when no run logged any, at first or from the parts
 */
export async function exportPoints(
  logDirectory: string,
  kind: PointKind,
  options: PointOptions,
): Promise<LogTable> {
  const { tags, checksums, supersede } = options;
  const nothingLogged = () =>
    new UserError(
      `No run in ${logDirectory} logged ${kind}${tags ? ` that match ${tags.join(", ")}` : ""}.`,
    );
  if (kind === "hparams") return exportHParams(logDirectory, options, nothingLogged);
  const wanted = tags ? matchTags(tags) : true;
  return streamRows(logDirectory, kind === "texts" ? textRows : histogramRows, {
    ...options,
    read: { checksums, supersede, scalars: false, [kind]: wanted },
    nothingLogged,
  });
}

async function exportHParams(
  logDirectory: string,
  options: PointOptions,
  nothingLogged: () => UserError,
): Promise<LogTable> {
  let runs = 0;
  async function* read(): AsyncGenerator<Run> {
    const wanted = { ...options, scalars: true, hparams: true };
    for await (const run of readNamedRuns(logDirectory, wanted)) {
      run.losses.forEach(options.onLoss);
      if (run.superseded.length > 0) options.onSuperseded?.(run, run.superseded);
      runs++;
      yield run;
    }
  }
  const table = hparamsColumns(await hparamsTable(read()));
  if (table.rows === 0) throw nothingLogged();
  return { ...streamOf(table), counts: { runs, rows: table.rows } };
}

import {
  hparamsTable,
  type Loss,
  readEach,
  type ReadOptions,
  type Run,
  type RunDirectory,
  type Superseded,
} from "../events/index.js";
import { describeRenaming } from "../tables/distinctNames.js";
import { streamOf } from "../tables/tableStream.js";
import { didYouMean } from "../util/text/didYouMean.js";
import { matchTags } from "../util/text/matchTags.js";
import { UserError } from "../util/userError.js";
import { findRunsIn, type LogDirectories, shownDirectories } from "./logDirectories.js";
import { type FindNamedOptions, withTableNames } from "./readNamedRuns.js";
import { hparamsColumns } from "./rows/hparamsColumns.js";
import { histogramRows, textRows } from "./rows/pointTables.js";
import { SeenLogs } from "./seenLogs.js";
import { type LogTable, streamRows } from "./streamRows.js";
import { tellUnmatched } from "./unmatchedPatterns.js";

/** What can be exported besides scalars. */
export const pointKinds = ["texts", "histograms", "hparams"] as const;
export type PointKind = (typeof pointKinds)[number];

const tagKinds = { texts: "text", histograms: "histogram", hparams: "hparams" } as const;

export interface PointOptions
  extends
    Pick<ReadOptions, "checksums" | "supersede">,
    Pick<FindNamedOptions, "onNote" | "isWanted"> {
  /** Patterns of tags; all by default. */
  readonly tags?: readonly string[];
  /** Rows that were given are never taken back: large runs are read twice rather than once. */
  readonly isFinal?: boolean;
  readonly onLoss: (loss: Loss) => void;
  /** Told what was left out of a run because other values took its place. */
  readonly onSuperseded?: (run: RunDirectory, superseded: readonly Superseded[]) => void;
  /** Told of each pattern in `tags` that matches nothing. */
  readonly onUnmatched?: (sentence: string) => void;
}

/**
 * Reads the texts, the histograms or the hyperparameters of log directories into one table.
 *
 * @throws {UserError} when no run logged any, at first or from the parts
 */
export async function exportPoints(
  logDirectories: LogDirectories,
  kind: PointKind,
  options: PointOptions,
): Promise<LogTable> {
  const { tags, checksums, supersede } = options;
  const nothingLogged = (seen: SeenLogs) =>
    new UserError(
      `No run in ${shownDirectories(logDirectories)} logged ${kind}${tags ? ` that match ${tags.join(", ")}` : ""}.\n` +
        seen.describe(tagKinds[kind]),
    );
  if (kind === "hparams") return exportHParams(logDirectories, options, nothingLogged);
  const wanted = tags ? matchTags(tags) : true;
  return streamRows(logDirectories, kind === "texts" ? textRows : histogramRows, {
    ...options,
    read: { checksums, supersede, scalars: false, [kind]: wanted },
    onSeen: tellUnmatched(tags, tagKinds[kind], options.onUnmatched),
    nothingLogged,
  });
}

async function exportHParams(
  logDirectories: LogDirectories,
  options: PointOptions,
  nothingLogged: (seen: SeenLogs) => UserError,
): Promise<LogTable> {
  const { tags, checksums, supersede, onLoss, onNote } = options;
  const runs = await findRunsIn(logDirectories, options);
  const wanted = { checksums, supersede, scalars: true, hparams: true };
  const seen = new SeenLogs();
  async function* read(): AsyncGenerator<Run> {
    for await (const run of readEach(runs, wanted)) {
      run.losses.forEach(onLoss);
      if (run.superseded.length > 0) options.onSuperseded?.(run, run.superseded);
      seen.add(run, run.tags.values());
      yield run;
    }
  }
  // Metrics are looked for below a session's folder: only then do runs get the names that tables show.
  const named =
    typeof logDirectories === "string" ? withTableNames(runs, logDirectories) : [...runs];
  const shown = new Map(named.map(({ name }, index) => [runs[index].name, name]));
  const found = await hparamsTable(read());
  const rows = found.rows
    .map((row) => ({ ...row, run: shown.get(row.run) ?? row.run }))
    .filter(({ run }) => options.isWanted?.(run) ?? true);
  if (rows.length === 0) throw nothingLogged(seen);
  if (tags !== undefined) refuseUnmatched(tags, [...found.hparams, ...found.metrics]);
  const table = hparamsColumns(
    { ...found, rows },
    tags === undefined ? undefined : matchTags(tags),
    (renaming) => onNote?.(describeRenaming(renaming)),
  );
  return { ...streamOf(table), counts: { runs: runs.length, rows: table.rows } };
}

/** @throws {UserError} when a pattern matches neither a hyperparameter nor a metric */
function refuseUnmatched(patterns: readonly string[], names: readonly string[]): void {
  for (const pattern of patterns) {
    if (names.some(matchTags([pattern]))) continue;
    throw new UserError(
      `No hyperparameter and no metric matches ${JSON.stringify(pattern)}.${didYouMean(pattern, names)}\n` +
        `There are: ${names.join(", ")}.`,
    );
  }
}

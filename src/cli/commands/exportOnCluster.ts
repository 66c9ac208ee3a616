import { createHash } from "node:crypto";
import { basename, join, resolve } from "node:path";
import { layoutAskedFor } from "../../exports/exportLogs.js";
import { findNamedRuns } from "../../exports/readNamedRuns.js";
import { recogniseLayout } from "../../exports/recogniseLayout.js";
import { type PartedExport, planParts } from "../../exports/parts/exportParts.js";
import { resolveFolders } from "../../figures/folders.js";
import { jobsFolder } from "../../jobs/batch/batchJob.js";
import { schedulers } from "../../jobs/batch/schedulers.js";
import {
  describeJob,
  limitsOf,
  prepareJob,
  submitJob,
  type JobSettings,
} from "../../jobs/batch/submitJob.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { layoutOf } from "./export.js";
import { logsOf, type Options, placesOf } from "./exportOptions.js";
import type { ExportWork } from "./exportTask.js";

export interface ClusterOptions extends Options {
  /** The batch system. */
  readonly on: string;
  readonly job: JobSettings;
  /** Options of the batch system. */
  readonly passedOn: readonly string[];
  readonly dryRun?: boolean;
}

/** `--on`: submits an export, whose logs are read in parts on several machines. */
export async function exportOnCluster(
  logDirectories: readonly string[],
  options: ClusterOptions,
  terminal: Terminal,
): Promise<void> {
  const { on, job, passedOn, dryRun, ...asked } = options;
  const scheduler = schedulers.get(on)!;
  const local = absolute(logDirectories, asked);
  const { directories, out } = placesOf(local.directories, local.options);
  if (out === undefined || asked.images !== undefined || asked.follow) {
    throw new UserError(
      "On a cluster one table is written: give a file with --out, and leave out --images and --follow.",
      2,
    );
  }
  const settings = { ...job, workers: 1 };
  limitsOf(scheduler, settings, passedOn);
  const note = (text: string) => terminal.err(`note: ${text}\n`);
  const { runs } = resolveFolders({}, terminal.environment);
  const parted = canBeParted(asked) ? await partsOf(directories, asked) : undefined;
  const seconds = parted?.seconds ?? [undefined];
  const content = { ...local, ...(parted && { parted: parted.work }) };
  const id = createHash("sha256")
    .update(`${JSON.stringify(content)}${parted?.stamp}`)
    .digest("hex");
  // Parts that an earlier job read of the same files are taken over.
  const folder = join(jobsFolder(runs), `parts-${id.slice(0, 16)}`);
  const work: ExportWork = { ...content, folder };
  const files = { "work.json": `${JSON.stringify(work)}\n` };
  const about = `export ${directories.length === 0 ? "a lookup" : directories.map((path) => basename(path)).join(", ")}`;
  const prepared = await prepareJob(
    scheduler,
    runs,
    { kind: "export", about, pieces: seconds, piece: "part", files },
    settings,
    passedOn,
    note,
  );
  if (dryRun) return terminal.out(describeJob(prepared));
  const number = await submitJob(prepared, files);
  const { tasks } = prepared.description;
  terminal.err(
    `submitted: ${scheduler.title} job ${number} (${tasks} ${tasks === 1 ? "task" : "tasks"}, ` +
      `${seconds.length} ${seconds.length === 1 ? "part" : "parts"}) -> ${out}\n`,
  );
}

/** Paths that mean the same wherever the tasks run; a folder gets a table that is called as the logs are. */
function absolute(
  logDirectories: readonly string[],
  options: Options,
): { readonly directories: string[]; readonly options: Options } {
  const directories = logDirectories.map((path) => resolve(path));
  const { tensorboardDir, csvOut, out } = options;
  const isFolder =
    out !== undefined && (/[\\/]$/.test(out) || statOrUndefined(out)?.isDirectory() === true);
  const name = basename(directories.at(0) ?? resolve(tensorboardDir ?? "logs"));
  const table = isFolder ? join(out, `${name}.${options.format ?? "parquet"}`) : out;
  return {
    directories,
    options: {
      ...options,
      ...(tensorboardDir !== undefined && { tensorboardDir: resolve(tensorboardDir) }),
      ...(csvOut !== undefined && { csvOut: resolve(csvOut) }),
      ...(table !== undefined && { out: resolve(table) }),
    },
  };
}

/** Whether the rows of each run stand by themselves: what is computed of all runs is not read in parts. */
function canBeParted(options: Options): boolean {
  const { reduce, name, pattern, facts, lookup, decodeNames, kind } = options;
  const ofAll = [reduce, name, pattern, facts, lookup];
  return ofAll.every((value) => value === undefined) && !decodeNames && kind !== "hparams";
}

async function partsOf(
  given: readonly string[],
  options: Options,
): Promise<{ work: PartedExport; seconds: readonly number[]; stamp: string }> {
  const directories = logsOf(given);
  const { parts, seconds, stamp } = await planParts(directories);
  const { tags, long, exportGate, weights, gates, verbose, weightsOnly } = options;
  const { checksums, supersede, kind } = options;
  const read = { tags, long, gateMeans: exportGate, weights, gates, verbose, weightsOnly };
  const layout =
    layoutOf(options) ??
    layoutAskedFor(read) ??
    (kind === "scalars" && !long ? recogniseLayout(await findNamedRuns(directories)) : undefined);
  if (kind === "hparams") throw new UserError("Hyperparameters are read at once.");
  const work = { directories, kind, options: { ...read, layout, checksums, supersede }, parts };
  return { work, seconds, stamp };
}

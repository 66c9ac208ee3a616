import type { FolderOptions } from "../../figures/folders.js";
import { listJobs, mayGoOn, noteCancellation, type BatchJob } from "../../jobs/batch/batchJob.js";
import { askScheduler } from "../../jobs/batch/scheduler.js";
import { schedulers } from "../../jobs/batch/schedulers.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeJob } from "../text/jobText.js";

export interface Options extends FolderOptions {
  readonly all?: boolean;
}

/** Carries `figures cancel` out. */
export async function cancel(names: string[], options: Options, terminal: Terminal): Promise<void> {
  const { runs } = foldersOf(options, terminal);
  const jobs = await listJobs(runs);
  const open = jobs.filter((job) => mayGoOn(job));
  if (names.length === 0 && !options.all) {
    for (const job of open) await terminal.out(`${describeJob(job)}\n`);
    if (open.length === 0) terminal.err(`no job of ${runs} is waiting or at work\n`);
    else terminal.err("name the jobs that are to be cancelled, or say --all\n");
    return;
  }
  const chosen = options.all ? open : names.map((name) => findJob(jobs, name, runs));
  for (const job of chosen) {
    const scheduler = schedulers.get(job.scheduler);
    if (scheduler === undefined || job.number === undefined) {
      throw new UserError(
        `Of job ${job.id} it is not known what it is called in the batch system.`,
      );
    }
    const isKnown = await isCancelled(scheduler.cancelCommand(job.number));
    await noteCancellation(job.folder);
    terminal.err(`${isKnown ? "cancelled" : "had ended already:"} ${describeJob(job)}\n`);
  }
  if (chosen.length === 0) terminal.err(`no job of ${runs} is waiting or at work\n`);
}

/** What batch systems say of jobs that have ended. */
const unknownJob = /invalid job id|already (?:finished|completed)|no matching job|not found/i;

/** @returns false when the batch system does not know the job any more */
async function isCancelled(command: readonly [string, ...string[]]): Promise<boolean> {
  try {
    await askScheduler(command);
    return true;
  } catch (error) {
    if (error instanceof UserError && unknownJob.test(error.message)) return false;
    throw error;
  }
}

/** @throws {UserError} when no job has the name */
function findJob(jobs: readonly BatchJob[], name: string, runs: string): BatchJob {
  const found = jobs.find(({ id, number }) => id === name || number === name);
  if (found !== undefined) return found;
  const known = jobs.filter((job) => mayGoOn(job)).map(({ id, number }) => `${number} (${id})`);
  const others = known.length > 0 ? ` Not ended: ${known.join(", ")}.` : "";
  throw new UserError(`No job of ${runs} is called ${name}.${others}`, 2);
}

import { hostname } from "node:os";
import { readJob, readTaskState, writeTaskState } from "../../jobs/batch/batchJob.js";
import { RestOfTime } from "../../jobs/batch/restOfTime.js";
import { schedulers } from "../../jobs/batch/schedulers.js";
import { trainJob } from "../../jobs/executors/trainJob.js";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import { interruptible } from "../terminal/interruptible.js";
import type { Terminal } from "../terminal/terminal.js";
import { progressLine } from "../text/progressLine.js";
import { exportTask } from "./exportTask.js";
import type { Outcome, Surroundings } from "./taskSurroundings.js";

export interface Options {
  readonly index: string;
}

/** Ends are not cut to the second: something is left for writing down what was done. */
const secondsAtEnd = 3;

/** Carries `figures task` out. */
export async function task(folder: string, options: Options, terminal: Terminal): Promise<void> {
  const job = await readJob(folder);
  const scheduler = schedulers.get(job.scheduler);
  if (scheduler === undefined) throw new UserError(`There is no batch system "${job.scheduler}".`);
  const index = Number(options.index) - scheduler.index.first;
  if (!Number.isInteger(index) || index < 0 || index >= job.tasks) {
    throw new UserError(`The job has no task ${options.index}.`, 2);
  }
  const given = Number(own(terminal.environment, scheduler.cores));
  const cores = Number.isInteger(given) && given > 0 ? given : undefined;
  const rest = new RestOfTime(job.seconds - process.uptime() - secondsAtEnd);
  const log = (line: string) => void terminal.out(`${new Date().toISOString()} ${line}\n`);
  const warned = () => {
    log(`warned: about ${job.warning} s are left`);
    rest.warn(job.warning - secondsAtEnd);
  };
  process.on("SIGUSR2", warned);
  const before = await readTaskState(folder, index);
  const state = {
    host: hostname(),
    pid: process.pid,
    begun: new Date().toISOString(),
    starts: (before?.starts ?? 0) + 1,
  };
  log(`task ${index + 1} of ${job.tasks} on ${state.host}, process ${state.pid}: ${job.about}`);
  await writeTaskState(folder, index, state);
  let outcome: Outcome = { text: "stopped", hasFailed: false };
  try {
    await interruptible(async (signal) => {
      const work = job.kind === "training" ? train : exportTask;
      outcome = await work({ folder, job, index, cores, rest, log }, signal, terminal);
      if (signal.aborted) outcome = { ...outcome, text: `stopped: ${outcome.text}` };
    });
  } catch (error) {
    if (error instanceof UserError) outcome = { text: error.message, hasFailed: true };
    throw error;
  } finally {
    process.off("SIGUSR2", warned);
    log(`ended: ${outcome.text}`);
    const ended = new Date().toISOString();
    await writeTaskState(folder, index, { ...state, ended, result: outcome.text });
  }
  if (outcome.hasFailed) throw new UserError(outcome.text);
}

async function train(
  surroundings: Surroundings,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<Outcome> {
  const line = progressLine(terminal);
  const report = await trainJob({ ...surroundings, signal, onProgress: line.update });
  const { trained, trainedElsewhere, copied, missing, failed } = report;
  const parts = [
    `${trained} trained here`,
    `${trainedElsewhere} there already`,
    copied > 0 && `${copied} taken over from another experiment`,
    failed.length > 0 && `${failed.length} failed`,
    missing > failed.length && `${missing - failed.length} left to others`,
  ];
  return { text: parts.filter((part) => part !== false).join(", "), hasFailed: failed.length > 0 };
}

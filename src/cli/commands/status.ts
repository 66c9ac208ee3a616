import { listJobs, mayGoOn } from "../../jobs/batch/batchJob.js";
import {
  begunExperiments,
  type ExperimentStatus,
  trainingStatus,
} from "../../jobs/plan/trainingStatus.js";
import { loadModules } from "../../train/modules/loadModules.js";
import { describeHolder } from "../../util/files/claims.js";
import type { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { describeJob } from "../text/jobText.js";
import { formatDuration } from "../text/progressLine.js";
import { textTable } from "../text/textTable.js";
import { requestedRuns, type RequestOptions } from "./requestedRuns.js";

export interface Options extends RequestOptions {
  readonly json?: boolean;
  readonly modules?: string[];
}

/** Of a claim that was silent for longer nobody knows whether it lives. */
const silentSeconds = 60;

/** Carries `figures status` out. */
export async function status(names: string[], options: Options, terminal: Terminal): Promise<void> {
  const isChosen = names.length > 0 || options.all === true || options.paper !== undefined;
  const wanted = isChosen ? names : undefined;
  const { experiments, selection, runs } = await requestedRuns(wanted, options, terminal);
  const chosen = isChosen ? experiments : await begunExperiments(experiments, runs);
  await loadModules(options.modules ?? []);
  // What was not asked for by name does not keep the others from being shown.
  const warn = ({ message }: UserError) => terminal.err(`warning: ${message}\n`);
  const statuses = await trainingStatus(chosen, runs, selection, isChosen ? undefined : warn);
  if (options.json) return terminal.out(`${JSON.stringify(statuses, undefined, 2)}\n`);
  if (statuses.length === 0) {
    terminal.err(`no experiment has runs in ${runs}; "figures train" makes them\n`);
    for (const job of (await listJobs(runs)).filter((job) => mayGoOn(job)))
      terminal.err(`${describeJob(job)}\n`);
    return;
  }
  await terminal.out(statusTable(statuses));
  const jobs = (await listJobs(runs)).filter((job) => mayGoOn(job)).map(describeJob);
  for (const line of [...jobs, ...runningLines(statuses), ...failureLines(statuses)]) {
    terminal.err(`${line}\n`);
  }
}

function statusTable(statuses: readonly ExperimentStatus[]): string {
  const header = ["experiment", "runs", "done", "running", "failed", "left", "time left"];
  const row = (name: string, all: readonly ExperimentStatus[], time: string): string[] => {
    const sum = (of: (one: ExperimentStatus) => number) =>
      String(all.reduce((total, one) => total + of(one), 0));
    const counts = [
      sum(({ runs }) => runs),
      sum(({ done }) => done),
      sum(({ running }) => running.length),
      sum(({ failed }) => failed.length),
      sum(({ left }) => left),
    ];
    return [name, ...counts, time];
  };
  const rows = statuses.map((one) => row(one.experiment, [one], timeLeft([one])));
  const total = statuses.length > 1 ? [row("all", statuses, timeLeft(statuses))] : [];
  return textTable([header, ...rows, ...total], new Set([1, 2, 3, 4, 5]));
}

/** With as many runs at a time as are running now, each of which is taken to be half done. */
function timeLeft(statuses: readonly ExperimentStatus[]): string {
  const open = statuses.filter(({ left, running }) => left > 0 || running.length > 0);
  if (open.length === 0) return "";
  const running = open.reduce((sum, one) => sum + one.running.length, 0);
  let seconds = 0;
  for (const { left, running: begun, secondsPerRun } of open) {
    if (secondsPerRun === undefined) return "unknown";
    seconds += secondsPerRun * (left + begun.length / 2);
  }
  if (running === 0) return `${formatDuration(seconds)} of one thread`;
  return formatDuration(seconds / running);
}

function runningLines(statuses: readonly ExperimentStatus[]): string[] {
  const holders = new Map<string, { runs: number; silent: number }>();
  for (const { claim } of statuses.flatMap(({ running }) => running)) {
    const name = describeHolder(claim);
    const { runs, silent } = holders.get(name) ?? { runs: 0, silent: Infinity };
    holders.set(name, { runs: runs + 1, silent: Math.min(silent, claim.silentSeconds) });
  }
  return [...holders].map(([name, { runs, silent }]) => {
    const quiet =
      silent > silentSeconds ? `, not heard of for ${formatDuration(silent)}: it may be gone` : "";
    return `${name} trains ${runs} ${runs === 1 ? "run" : "runs"}${quiet}`;
  });
}

function failureLines(statuses: readonly ExperimentStatus[]): string[] {
  const lines: string[] = [];
  const reasons = new Map<string, string[]>();
  for (const { directory, reason } of statuses.flatMap(({ failed }) => failed)) {
    reasons.set(reason, [...(reasons.get(reason) ?? []), directory]);
  }
  for (const [reason, [first, ...others]] of reasons) {
    const more = others.length > 0 ? ` (and ${others.length} more)` : "";
    lines.push(`failed: ${first}${more}: ${reason}`);
  }
  for (const { experiment, different, foreign, stopped } of statuses) {
    if (different > 0) lines.push(`${experiment}: ${different} with other settings`);
    if (foreign > 0) lines.push(`${experiment}: ${foreign} written by other programs`);
    if (stopped > 0) lines.push(`${experiment}: ${stopped} of the runs that are done ended early`);
  }
  return lines;
}

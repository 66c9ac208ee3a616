import { findExecutor } from "../../jobs/executors/executorRegistry.js";
import { automaticBackend } from "../../compute/backends/backends.js";
import { listJobs, mayGoOn } from "../../jobs/batch/batchJob.js";
import type { Executor } from "../../jobs/executors/executor.js";
import { planTraining, type TrainingPlan } from "../../jobs/plan/planTraining.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { requestedRuns, type RequestOptions } from "./requestedRuns.js";
import { trainRuns } from "./trainRuns.js";

export interface Options extends RequestOptions {
  /** Where runs are trained, with the settings of that executor as they were given. */
  readonly executor: {
    readonly name: string;
    readonly given: Readonly<Record<string, string>>;
    /** Options of the batch system. */
    readonly passedOn: readonly string[];
  };
  readonly backend?: string;
  readonly modules?: string[];
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** Carries `figures train` out. */
export async function train(names: string[], options: Options, terminal: Terminal): Promise<void> {
  if (names.length === 0 && !options.all && options.paper === undefined) {
    throw new UserError(
      'Which experiments? Give names ("figures train --all --dry-run" shows all runs), --all, or --paper.',
      2,
    );
  }
  const { experiments, selection, runs } = await requestedRuns(names, options, terminal);
  const { force, backend, modules } = options;
  const { name, given, passedOn } = options.executor;
  const definition = findExecutor(name);
  const note = (text: string) => terminal.err(`note: ${text}\n`);
  const executor = await definition.create(given, { runs, passedOn, note });
  // What a GPU can do is known where the runs are trained.
  const isLeftOpen = definition.handsOn && backend === automaticBackend;
  const known = isLeftOpen ? undefined : backend;
  const request = { experiments, selection, runs, force, backend: known, modules };
  const plan = await planTraining(request);
  const trainings = isLeftOpen
    ? plan.trainings.map((task) => ({ ...task, backend: automaticBackend }))
    : plan.trainings;
  if (options.dryRun) return printPlan({ ...plan, trainings }, executor, terminal);
  if (definition.handsOn) for (const text of await describeOtherJobs(runs)) note(text);
  await trainRuns({ ...plan, trainings }, terminal, executor);
}

/** For `--dry-run`: the runs, or what a batch system would get. */
async function printPlan(
  { trainings, copies, finished }: TrainingPlan,
  executor: Executor,
  terminal: Terminal,
): Promise<void> {
  const directories = [...trainings, ...copies].map(({ directory }) => directory);
  const text = executor.preview
    ? await executor.preview(trainings, new AbortController().signal, copies)
    : directories.map((directory) => `${directory}\n`).join("");
  await terminal.out(text);
  terminal.err(`${directories.length} to be trained, ${finished} finished\n`);
}

/** Jobs that may be training the same runs: each run is trained once all the same. */
async function describeOtherJobs(runs: string): Promise<string[]> {
  const jobs = (await listJobs(runs)).filter((job) => mayGoOn(job));
  return jobs.map(
    ({ id, number, about }) =>
      `job ${id} (${number}: ${about}) has not ended; what it has in hand is trained once all the same`,
  );
}

import { findExecutor } from "../../jobs/executors/executorRegistry.js";
import { planTraining } from "../../jobs/plan/planTraining.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { requestedRuns, type RequestOptions } from "./requestedRuns.js";
import { trainRuns } from "./trainRuns.js";

export interface Options extends RequestOptions {
  /** Where runs are trained, with the settings of that executor as they were given. */
  readonly executor: { readonly name: string; readonly given: Readonly<Record<string, string>> };
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
  const { force, backend, modules, executor } = options;
  const plan = await planTraining({ experiments, selection, runs, force, backend, modules });
  if (options.dryRun) {
    const directories = [...plan.trainings, ...plan.copies].map(({ directory }) => directory);
    await terminal.out(directories.map((directory) => `${directory}\n`).join(""));
    terminal.err(`${directories.length} to be trained, ${plan.finished} finished\n`);
    return;
  }
  await trainRuns(plan, terminal, await findExecutor(executor.name).create(executor.given));
}

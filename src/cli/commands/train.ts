import { readPipelines } from "../../experiments/readPipelines.js";
import { parseSeeds } from "../../experiments/seedList.js";
import { selectExperiments } from "../../experiments/selectExperiments.js";
import { withVariations } from "../../experiments/withVariations.js";
import type { FolderOptions } from "../../figures/folders.js";
import type { RunSelection } from "../../jobs/plan/expandRuns.js";
import { findExecutor } from "../../jobs/executors/executorRegistry.js";
import { planTraining } from "../../jobs/plan/planTraining.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { trainRuns } from "./trainRuns.js";

export interface Options extends FolderOptions {
  readonly all?: boolean;
  readonly seeds?: string;
  readonly ranges?: string[];
  readonly variations?: string[];
  readonly iterations?: number;
  readonly logInterval?: number;
  /** Where runs are trained, with the settings of that executor as they were given. */
  readonly executor: { readonly name: string; readonly given: Readonly<Record<string, string>> };
  readonly backend?: string;
  readonly modules?: string[];
  readonly verbose?: boolean;
  readonly logEveryIteration?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** Carries `figures train` out. */
export async function train(names: string[], options: Options, terminal: Terminal): Promise<void> {
  if (names.length === 0 && !options.all) {
    throw new UserError(
      'Which experiments? Give names ("figures train --all --dry-run" shows all runs), or --all.',
      2,
    );
  }
  const folders = foldersOf(options, terminal);
  const known = await readPipelines(folders.pipelines);
  const chosen = options.all ? known : selectExperiments(known, names);
  const labels = [...(options.ranges ?? []), ...(options.variations ?? [])];
  const experiments = labels.length > 0 ? withVariations(chosen, labels) : chosen;
  const { iterations, logInterval, verbose, logEveryIteration } = options;
  const selection: RunSelection = {
    ...(options.seeds !== undefined && { seeds: parseSeeds(options.seeds) }),
    settings: {
      ...(iterations !== undefined && { maxIterations: iterations }),
      ...(logInterval !== undefined && { logInterval }),
      ...(verbose && { verbose }),
      ...(logEveryIteration && { logEveryIteration }),
    },
  };
  const { runs } = folders;
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

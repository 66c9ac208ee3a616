import { settingsFromArguments } from "../../experiments/settings/runArguments.js";
import { checkOperation, checkScriptFlags } from "../../experiments/settings/scriptFlags.js";
import type { TaskName } from "../../experiments/settings/training.js";
import type { FolderOptions } from "../../figures/folders.js";
import { workers } from "../../jobs/executors/workers.js";
import { planRun } from "../../jobs/plan/planRun.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { trainRuns } from "./trainRuns.js";

export interface Options extends FolderOptions {
  readonly namePrefix?: string;
  readonly removeExistingData?: boolean;
  readonly backend?: string;
  readonly modules?: string[];
  readonly logEveryIteration?: boolean;
  readonly dryRun?: boolean;
}

/** Carries `figures run` out. */
export async function run(
  task: TaskName,
  words: ReadonlyMap<string, readonly string[]>,
  flags: ReadonlyMap<string, unknown>,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  for (const lost of checkScriptFlags(flags)) terminal.err(`warning: ${lost}\n`);
  const [operation] = words.get("--operation") ?? [];
  if (operation !== undefined) checkOperation(task, operation);
  const { logEveryIteration, backend, modules } = options;
  const { namePrefix = defaultPrefix(task) } = options;
  const given = {
    task,
    ...settingsFromArguments(words),
    ...(logEveryIteration && { logEveryIteration }),
  };
  const environment = terminal.environment;
  const runs = options.runs ?? environment["FIGURES_RUNS"] ?? environment["TENSORBOARD_DIR"];
  const folders = foldersOf({ ...options, runs }, terminal);
  const force = options.removeExistingData ?? false;
  const { plan, directory } = await planRun({
    given,
    experiment: namePrefix,
    runs: folders.runs,
    force,
    backend,
    modules,
  });
  if (!options.dryRun) {
    if (plan.trainings.length === 0) {
      throw new UserError(`${directory} is there already. Replace it with --remove-existing-data.`);
    }
    await trainRuns(plan, terminal, await workers.create({ workers: "1" }));
  }
  await terminal.out(`${directory}\n`);
}

/** The scripts' own default. */
const defaultPrefix = (task: TaskName): string =>
  task === "sequential_mnist" ? "sequence_mnist" : "simple_function_static";

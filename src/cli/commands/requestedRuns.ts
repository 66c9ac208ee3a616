import type { Experiment } from "../../experiments/experiment.js";
import { readPipelines } from "../../experiments/readPipelines.js";
import { parseSeeds } from "../../experiments/seedList.js";
import { withVariations } from "../../experiments/withVariations.js";
import type { FolderOptions } from "../../figures/folders.js";
import type { RunSelection } from "../../jobs/plan/expandRuns.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { chooseExperiments, type ExperimentChoice } from "./chooseExperiments.js";

/** Options that say which runs a command is about. */
export interface RequestOptions extends FolderOptions {
  readonly all?: boolean;
  readonly paper?: string;
  readonly seeds?: string;
  readonly ranges?: string[];
  readonly variations?: string[];
  readonly iterations?: number;
  readonly epochs?: number;
  readonly logInterval?: number;
  readonly verbose?: boolean;
  readonly logEveryIteration?: boolean;
}

/**
 * The experiments and runs that a command line asks for.
 *
 * @param names undefined: every experiment that there is, whoever declares it
 * @throws {UserError} for names that no experiment, seed or range has
 */
export async function requestedRuns(
  names: readonly string[] | undefined,
  options: RequestOptions,
  terminal: Terminal,
): Promise<{
  readonly experiments: readonly Experiment[];
  readonly selection: RunSelection;
  readonly runs: string;
}> {
  const folders = foldersOf(options, terminal);
  const broken: UserError[] = [];
  const known = await readPipelines(folders.pipelines, { onError: (error) => broken.push(error) });
  const choice = names && { names, all: options.all, paper: options.paper };
  const chosen = choice ? chosenOf(known, choice, folders.pipelines, broken) : known;
  for (const { message } of broken) terminal.err(`warning: ${message}\n`);
  const labels = [...(options.ranges ?? []), ...(options.variations ?? [])];
  const experiments = labels.length > 0 ? withVariations(chosen, labels) : chosen;
  const { iterations, epochs, logInterval, verbose, logEveryIteration } = options;
  const selection: RunSelection = {
    ...(options.seeds !== undefined && { seeds: parseSeeds(options.seeds) }),
    settings: {
      ...(iterations !== undefined && { maxIterations: iterations }),
      ...(epochs !== undefined && { maxEpochs: epochs }),
      ...(logInterval !== undefined && { logInterval }),
      ...(verbose && { verbose }),
      ...(logEveryIteration && { logEveryIteration }),
    },
  };
  return { experiments, selection, runs: folders.runs };
}

/** A pipeline file that is not as it should be does not matter to experiments of other files. */
function chosenOf(
  known: readonly Experiment[],
  choice: ExperimentChoice,
  directories: readonly string[],
  broken: readonly UserError[],
): readonly Experiment[] {
  const complaints = broken.map(({ message }) => message).join("\n");
  if (choice.names.length === 0 || choice.all) {
    if (broken.length > 0) throw new UserError(complaints);
    return chooseExperiments(known, choice, directories);
  }
  try {
    return chooseExperiments(known, choice, directories);
  } catch (error) {
    if (broken.length === 0 || !(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message}\nIt may be declared in a file that cannot be read:\n${complaints}`,
    );
  }
}

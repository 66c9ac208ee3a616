import { join, relative } from "node:path";
import type { Experiment } from "../../experiments/experiment.js";
import { selectExperiments } from "../../experiments/selectExperiments.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";

/** Which experiments a command is to work on, as its options say. */
export interface ExperimentChoice {
  readonly names: readonly string[];
  readonly all?: boolean;
  readonly paper?: string;
}

/**
 * The experiments that a command is to work on, by the rule of the lookups: without names the project's own, or all of
 * one paper; a name or a pattern stands for the project's own where it fits some, else for those that come with the program.
 *
 * @param known all experiments
 * @param directories the folders of pipelines, the project's own first
 * @throws {UserError} when there is no such paper or experiment, or none at all
 */
export function chooseExperiments(
  known: readonly Experiment[],
  { names, all = false, paper }: ExperimentChoice,
  directories: readonly string[],
): readonly Experiment[] {
  const papers = [...new Set(known.flatMap(({ file }) => paperIn(file, directories) ?? []))];
  if (paper !== undefined && !papers.includes(paper)) {
    throw new UserError(
      `There is no paper "${paper}" in the pipelines.${didYouMean(paper, papers)}\n` +
        `A paper is a folder of pipeline files${papers.length > 0 ? `; there are: ${papers.join(", ")}` : ""}.`,
      2,
    );
  }
  const asked =
    paper === undefined ? known : known.filter(({ file }) => paperIn(file, directories) === paper);
  const own = asked.filter(({ file }) => isBelow(file, directories[0]));
  if (names.length === 0 || all) {
    const found = paper === undefined ? own : asked;
    if (found.length > 0) return found;
    throw new UserError(
      `There are no pipeline files in ${directories[0]}.` +
        (papers.length === 0
          ? ""
          : `\nFor the experiments of the papers that come with the program: ${papers.map((name) => `--paper ${name}`).join(", ")}.`),
    );
  }
  const chosen = new Set(
    names.flatMap((name) => select(own, name) ?? selectExperiments(asked, [name])),
  );
  return asked.filter((experiment) => chosen.has(experiment));
}

/** The own experiments that a name fits; undefined when it fits none. */
function select(own: readonly Experiment[], name: string): readonly Experiment[] | undefined {
  try {
    return selectExperiments(own, [name]);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const isBelow = (file: string, directory: string): boolean => file.startsWith(join(directory, "/"));

/** The folder of pipelines that a file lies in, which is its paper. */
function paperIn(file: string, directories: readonly string[]): string | undefined {
  const directory = directories.find((one) => isBelow(file, one));
  if (directory === undefined) return undefined;
  const [folder, ...rest] = relative(directory, file).split(/[\\/]/);
  return rest.length > 0 ? folder : undefined;
}

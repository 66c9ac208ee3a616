import picomatch from "picomatch";
import { didYouMean } from "../util/text/didYouMean.js";
import { UserError } from "../util/userError.js";
import type { Experiment } from "./experiment.js";

/**
 * The experiments that are asked for, each once and in the order of the pipelines.
 *
 * @param patterns names, in which `*` stands for any text (`sltr-in2/*`)
 * @throws {UserError} naming the nearest experiments when a pattern fits none
 */
export function selectExperiments(
  experiments: readonly Experiment[],
  patterns: readonly string[],
): Experiment[] {
  const matchers = patterns.map((pattern) => {
    const matches = picomatch(pattern, { bash: true });
    const fits = ({ name }: Experiment): boolean => name === pattern || matches(name);
    if (experiments.some(fits)) return fits;
    const names = experiments.map(({ name }) => name);
    throw new UserError(
      `There is no experiment "${pattern}".${didYouMean(pattern, names)}\n` +
        '"figures train --all --dry-run" shows the project\'s runs, --paper those of a paper; a file in pipelines/ declares new experiments.',
      2,
    );
  });
  return experiments.filter((experiment) => matchers.some((fits) => fits(experiment)));
}

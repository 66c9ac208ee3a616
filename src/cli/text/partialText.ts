import type { PartialSeries } from "../../figures/numbers/computeFigure.js";

/** Sentences about series that do not have all the runs that their experiments declare. */
export function partialText(partial: readonly PartialSeries[]): string[] {
  return partial.map(
    ({ model, runs, declared, experiment }) =>
      `${model}: ${runs} of ${declared} runs of ${experiment ?? "its experiment"}`,
  );
}

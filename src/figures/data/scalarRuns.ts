import type { Run } from "../../events/index.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { matchTags, unmatchedPatterns } from "../../util/text/matchTags.js";
import { UserError } from "../../util/userError.js";
import { type Lookup, placeOf } from "../lookups/index.js";
import type { ResolvedSeries } from "../resolve/resolvedFigure.js";
import { noneTaken } from "./loadSeries.js";
import { readSource, runsSource } from "./readSource.js";
import { describeLeftOut, takeRuns } from "./takeRuns.js";

/**
 * Reads the scalars of a series' runs that match the lookup's tags; `warn` is told about everything that could not be
 * read, and about folders that are no runs of their own.
 *
 * @throws {UserError} when the series is a table, none of its runs logged such a tag, or it takes none of them
 */
export async function scalarRuns(
  series: ResolvedSeries,
  lookup: Lookup,
  warn: (message: string) => void,
): Promise<readonly Run[]> {
  const source = runsSource(series, lookup, "scalars");
  const scalars = matchTags(lookup.tags);
  const logged = new Set<string>();
  const runs: { name: string; isRoot: boolean; run: Run }[] = [];
  for await (const run of readSource(source, { scalars }, warn)) {
    const isRoot = source.folders.includes(run.directory);
    for (const { tag, kind } of run.tags.values()) if (kind === "scalar") logged.add(tag);
    if (run.scalars.size > 0) runs.push({ name: run.name, isRoot, run });
  }
  if (runs.length === 0) {
    throw new UserError(
      `${placeOf(lookup, "tags")}: no run in ${source.path} logged a scalar that matches ${lookup.tags.join(", ")}.\n` +
        `See what there is with: figures export "${source.path}" --tags "*" --long`,
    );
  }
  for (const pattern of unmatchedPatterns(lookup.tags, logged)) {
    warn(
      `${placeOf(lookup, "tags")}: no run of the series "${series.label}" logged a scalar that matches ${JSON.stringify(pattern)}.` +
        didYouMean(pattern, logged),
    );
  }
  const { taken, leftOut } = takeRuns(runs, series.take);
  if (taken.length === 0) throw noneTaken(lookup, series.label, series.take, runs);
  for (const sentence of describeLeftOut(series.label, leftOut)) warn(sentence);
  return taken.map(({ run }) => run);
}

/** Patterns of the lookup that match no tag of any run. */
export function unmatchedTags(
  { tags }: Pick<Lookup, "tags">,
  series: readonly { readonly runs: readonly Run[] }[],
): string[] {
  const logged = new Set(
    series.flatMap(({ runs }) => runs.flatMap((run) => [...run.scalars.keys()])),
  );
  return tags.filter((pattern) => {
    const matches = matchTags([pattern]);
    return ![...logged].some(matches);
  });
}

import { basename } from "node:path";
import { readRun, type RunDirectory } from "../../events/index.js";
import { joinHparamSessions } from "../../exports/hparamSessions.js";
import { valuesOf } from "../../facts/fact.js";
import { compareNaturally } from "../../util/text/compareNaturally.js";
import type { Lookup } from "../lookups/lookupSchema.js";
import { ownLookup, ownLookupSchema } from "../lookups/ownLookup.js";
import { factRulesOf, type ProjectFile, withProject } from "../lookups/ownProject.js";
import { factsOfLogs } from "./factsOfLogs.js";
import { arrange } from "./proposeLookup.js";

/** Panels of one figure: more are no longer readable. */
const mostPanels = 24;

/**
 * The lookup of a log directory that no file describes: curves of all its tags, a group of runs a curve. Tags
 * are taken from the first run; what a later one logs besides stands in no panel, and is said.
 *
 * @param project what the project says for all its figures
 */
export async function ownFigure(
  path: string,
  runs: readonly RunDirectory[],
  project?: ProjectFile,
): Promise<Lookup> {
  const trained = await joinHparamSessions(runs);
  const named = factRulesOf(project);
  const facts = await factsOfLogs(trained, named);
  const { by, facet } = arrange(facts);
  const all = facts.runs.map((run) => run.facts);
  const columns = facet === undefined ? 1 : valuesOf(all, facet).length;
  const tags = await scalarTags(trained.runs);
  const shown = tags.slice(0, Math.max(1, Math.floor(mostPanels / columns)));
  const across = columns > 1 ? columns : shown.length > 4 ? 3 : Math.min(2, shown.length);
  const down = Math.ceil((shown.length * columns) / across);
  const key = basename(path);
  const heightCm = 2.2 + 3.6 * down;
  const venue = project?.content["size"];
  const content = {
    title: key,
    runs: path,
    ...(facts.inferred && facts.form !== undefined && { name: facts.form }),
    ...(shown.length > 0 && { tags: shown }),
    ...(by.length > 0 && { series: { by } }),
    ...(facet !== undefined && { facet: { columns: facet } }),
    size:
      typeof venue === "string"
        ? { venue, heightCm }
        : { widthCm: across === 1 ? 8.5 : 17, heightCm },
    params: { columns: across },
  };
  const lookup = ownLookup(ownLookupSchema.parse(withProject(content, project, "")));
  const left = tags.length - shown.length;
  const remarks =
    left > 0
      ? [
          `${left} of ${tags.length} tags have no panel; name those to draw in a lookup: figures new curves ${path}`,
        ]
      : [];
  return {
    ...lookup,
    ...(lookup.logs && { logs: { ...lookup.logs, remarks } }),
    key,
    isOwn: true,
    origin: path,
    folder: "",
  };
}

/** The scalar tags of the first run that has some. */
async function scalarTags(runs: readonly RunDirectory[]): Promise<string[]> {
  for (const run of runs) {
    const { tags } = await readRun(run, { scalars: false });
    const scalars = [...tags.values()].filter(({ kind }) => kind === "scalar");
    if (scalars.length > 0) return scalars.map(({ tag }) => tag).sort(compareNaturally);
  }
  return [];
}

import { factsOfRuns } from "../../facts/runFacts.js";
import { findLogs } from "../../figures/logs/findLogs.js";
import { inspectLogs, type Inspection } from "../../figures/logs/inspectLogs.js";
import { proposeCurves } from "../../figures/logs/proposeLookup.js";
import type { Terminal } from "../terminal/terminal.js";
import { inspectionText } from "../text/inspectionText.js";

export interface Options {
  readonly name?: string;
  readonly pattern?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

/** Carries `figures inspect` out. */
export async function inspect(
  paths: readonly string[],
  { json = false, ...rules }: Options,
  terminal: Terminal,
): Promise<void> {
  const logs = findLogs(paths);
  // A form that cannot be read is said before the logs are read.
  factsOfRuns([], rules);
  const inspection = await inspectLogs(logs, rules);
  if (json) {
    await terminal.out(`${JSON.stringify(plain(inspection), null, 2)}\n`);
    return;
  }
  await terminal.out(inspectionText(inspection));
  const hasScalars = inspection.tags.some(({ kind }) => kind === "scalar");
  await terminal.out(
    hasScalars
      ? `\nA lookup to start from (figures new curves ${paths.join(" ")}):\n\n${proposeCurves(inspection)}`
      : "\nThere are no scalars to draw: see --kind and --images of figures export for the rest.\n",
  );
}

/** The inspection as JSON has it: without maps, runs with their facts. */
function plain({ paths, runs, tags, facts, groups, notes }: Inspection) {
  const factsOf = new Map(facts.runs.map(({ run, facts: known }) => [run.name, known]));
  return {
    paths,
    form: facts.form ?? null,
    inferred: facts.inferred,
    seed: facts.seed ?? null,
    groupBy: facts.groupBy,
    runs: runs.map(({ name, files, values, lastSteps }) => ({
      name,
      facts: factsOf.get(name) ?? null,
      files,
      values,
      lastSteps: Object.fromEntries(lastSteps),
    })),
    tags,
    groups,
    notes,
  };
}

import {
  describeLoss,
  describeSuperseded,
  readEach,
  type Run,
  type TagKind,
} from "../../events/index.js";
import type { Facts } from "../../facts/fact.js";
import { groupRuns } from "../../facts/groupRuns.js";
import { factsOfRuns, type FactRules, type KnownRun, type RunFacts } from "../../facts/runFacts.js";
import type { FoundLogs } from "./findLogs.js";
import { hparamFacts, inheritHparams } from "../../exports/hparamFacts.js";
import { joinHparamSessions } from "../../exports/hparamSessions.js";

/** A tag over all runs. */
export interface InspectedTag {
  readonly tag: string;
  readonly kind: TagKind;
  /** How many runs logged it. */
  readonly runs: number;
  /** Of scalars, after restarts. */
  readonly values: number;
  /** How many of them are NaN or infinite. */
  readonly notFinite: number;
  /** First and last step in any run; absent for what is no scalar. */
  readonly steps?: readonly [first: number, last: number];
}

/** A run, and what somebody should look at. */
export interface InspectedRun extends KnownRun {
  readonly files: number;
  readonly values: number;
  /** Last step by tag. */
  readonly lastSteps: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/** What log directories hold. */
export interface Inspection {
  readonly paths: readonly string[];
  readonly runs: readonly InspectedRun[];
  /** In order of their names. */
  readonly tags: readonly InspectedTag[];
  readonly facts: RunFacts<InspectedRun>;
  /** Runs that differ in the seed only, those without scalars left out. */
  readonly groups: readonly { readonly facts: Facts; readonly runs: readonly string[] }[];
  /** What somebody should look at, most important first. */
  readonly notes: readonly string[];
}

/**
 * Reads logs and says what they hold, one run after the other: no more than a run is held.
 *
 * @throws {UserError} when the rules cannot be read
 */
export async function inspectLogs(logs: FoundLogs, rules: FactRules = {}): Promise<Inspection> {
  const runs: InspectedRun[] = [];
  const tags = new Map<string, InspectedTag>();
  const own = new Map<string, Facts>();
  const trainings = await joinHparamSessions(logs.runs);
  const filesOf = new Map(logs.runs.map(({ name, files }) => [name, files.length]));
  for await (const run of readEach(trainings.runs, { hparams: true })) {
    own.set(run.name, trainings.hparams.get(run.name) ?? hparamFacts(run));
    addTags(tags, run);
    runs.push({ ...inspected(run), files: filesOf.get(run.name) ?? run.files.length });
  }
  const names = runs.map(({ name }) => name);
  const hparams = inheritHparams(names, own);
  const known = runs.map((run) => ({ ...run, hparams: hparams.get(run.name) ?? {} }));
  const trained = known.filter(({ values }) => values > 0);
  const facts = factsOfRuns(trained, rules);
  const groups = groupRuns(facts.runs, facts.groupBy).map((group) => ({
    facts: group.facts,
    runs: group.runs.map(({ run }) => run.name),
  }));
  return {
    paths: logs.paths,
    runs: known,
    tags: [...tags.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1)),
    facts,
    groups,
    notes: [...logs.notes, ...trainings.notes, ...notesOn(known, facts)],
  };
}

function addTags(tags: Map<string, InspectedTag>, run: Run): void {
  for (const { tag, kind } of run.tags.values()) {
    if (kind === "hparams") continue;
    const before = tags.get(tag) ?? { tag, kind, runs: 0, values: 0, notFinite: 0 };
    const series = run.scalars.get(tag);
    tags.set(tag, {
      ...before,
      runs: before.runs + 1,
      values: before.values + (series?.length ?? 0),
      notFinite:
        before.notFinite + (series?.value.filter((one) => !Number.isFinite(one)).length ?? 0),
      ...(series && { steps: spanOf(series.step, before.steps) }),
    });
  }
}

function spanOf(
  steps: Float64Array,
  before: readonly [number, number] = [Infinity, -Infinity],
): readonly [number, number] {
  let [first, last] = before;
  for (const step of steps) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }
  return [first, last];
}

function inspected(run: Run): InspectedRun {
  const series = [...run.scalars.values()];
  const keep = "--supersede none keeps them.";
  const notes = [
    ...run.losses.map(describeLoss),
    ...describeSuperseded(run.name, run.superseded, keep),
  ];
  for (const { tag, value, step, length } of series) {
    const bad = value.filter((one) => !Number.isFinite(one)).length;
    if (bad === 0) continue;
    const place = value.findIndex((one) => !Number.isFinite(one));
    const count = `${bad} of ${length} values are not finite`;
    notes.push(`${run.name}: ${tag} is ${value[place]} at step ${step[place]}, ${count}`);
  }
  return {
    name: run.name,
    hparams: {},
    files: run.files.length,
    values: series.reduce((sum, { length }) => sum + length, 0),
    lastSteps: new Map(series.map(({ tag, step }) => [tag, spanOf(step)[1]])),
    notes,
  };
}

function notesOn(runs: readonly InspectedRun[], facts: RunFacts<InspectedRun>): string[] {
  const notes = runs.flatMap((run) => run.notes);
  const without = runs.filter(({ values }) => values === 0).map(({ name }) => name);
  if (without.length > 0) notes.push(`without a scalar: ${listed(without)}`);
  const several = runs.filter(({ files, values }) => files > 1 && values > 0);
  if (several.length > 0) {
    notes.push(`more than one event file (restarted?): ${listed(several.map(({ name }) => name))}`);
  }
  if (facts.unread.length > 0) notes.push(`not named like the form: ${listed(facts.unread)}`);
  return [...notes, ...unequalEnds(runs)];
}

/** Runs that end earlier than most runs do, by the tag that says so most clearly. */
function unequalEnds(runs: readonly InspectedRun[]): string[] {
  const ends = new Map<string, { tag: string; step: number; usual: number }>();
  for (const tag of new Set(runs.flatMap(({ lastSteps }) => [...lastSteps.keys()]))) {
    const steps = runs.flatMap(({ lastSteps }) => lastSteps.get(tag) ?? []);
    const usual = mostCommon(steps);
    if (usual === undefined) continue;
    for (const { name, lastSteps } of runs) {
      const step = lastSteps.get(tag);
      if (step !== undefined && step < usual && !ends.has(name))
        ends.set(name, { tag, step, usual });
    }
  }
  return [...ends].map(
    ([name, { tag, step, usual }]) =>
      `${name}: ${tag} ends at step ${step}, in most runs at ${usual}`,
  );
}

/** The value of more than half of them; undefined when there is none. */
function mostCommon(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].find(([, count]) => 2 * count > values.length)?.[0];
}

/** Some of the names, and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

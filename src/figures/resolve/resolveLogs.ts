import { resolve } from "node:path";
import { joinHparamSessions } from "../../exports/hparamSessions.js";
import { factNames, type Facts, factText } from "../../facts/fact.js";
import { groupRuns } from "../../facts/groupRuns.js";
import type { RunFacts, RunWithFacts } from "../../facts/runFacts.js";
import { meets } from "../../facts/where.js";
import { own } from "../../util/own.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { displayPath } from "../../util/text/displayPath.js";
import { UserError } from "../../util/userError.js";
import { seriesLabel } from "../logs/factLabel.js";
import { factTable } from "../logs/factTable.js";
import { factsOfLogs } from "../logs/factsOfLogs.js";
import { findLogs } from "../logs/findLogs.js";
import { taskFacts } from "../logs/reliable/taskScores.js";
import type { LogRun, ResolvedLogs } from "../logs/resolvedLogs.js";
import { tagFactNames } from "../logs/tagFacts.js";
import { atField, type Lookup, placeOf } from "../lookups/index.js";
import type { OwnLogs } from "../lookups/ownLogs.js";

/**
 * Finds the runs of a lookup of one's own logs and what is known of them.
 *
 * @throws {UserError} when there are no runs, or the lookup names a fact that none has
 */
export async function resolveLogs(lookup: Lookup, rule: OwnLogs): Promise<ResolvedLogs> {
  const found = await atField(lookup, "runs", () => findLogs(rule.runs, lookup.folder));
  const files = rule.facts === undefined ? [] : [displayPath(resolve(lookup.folder, rule.facts))];
  const table =
    files.length === 0 ? undefined : await atField(lookup, "facts", () => factTable(files[0]));
  const trained = await joinHparamSessions(found.runs);
  const facts = await factsOfLogs(trained, { ...rule, wanted: factsNamedBy(rule) }, table);
  const all = facts.runs.map((run) => run.facts);
  const ofTags = rule.quantities.length > 0 ? [] : tagFactNames(rule);
  for (const [field, names] of Object.entries(placesIn(rule))) {
    for (const name of names) {
      if (!ofTags.includes(name)) refuseUnknown(name, field, all, ofTags, placeOf(lookup, field));
    }
  }
  const isWanted = meets(rule.where, all, (name) => placeOf(lookup, `where.${name}`));
  const runs = facts.runs.filter((run) => isWanted(run.facts));
  const notes = [...(rule.remarks ?? []), ...found.notes, ...trained.notes];
  if (facts.unread.length > 0) {
    notes.push(
      `${facts.unread.length} of ${trained.runs.length} runs are not named like ${facts.form ?? rule.pattern}, and left out: ${facts.unread.slice(0, 5).join(", ")}`,
    );
  }
  if (runs.length === 0) throw noneLeft(lookup, rule, trained.runs.length);
  const placed = [rule.column, rule.panelRow, rule.rows, ...rule.dash];
  const tasks = rule.reliable && taskFacts(rule.reliable.tasks, factNames(all), all, lookup.origin);
  const open = facts.groupBy.filter((name) => !placed.includes(name) && !tasks?.includes(name));
  const colours = rule.by ?? open;
  // Numbers have no dashes: what would be told apart by them is by colour.
  const by = rule.quantities.length > 0 ? [...colours, ...rule.dash] : colours;
  refuseEqualLabels(runs, by, rule, placeOf(lookup, "labels"));
  const { seed } = facts;
  return {
    rule,
    paths: found.paths,
    files,
    runs,
    by,
    everySeries: groupRuns(facts.runs, by, rule.order).map((group) => group.facts),
    ...(seed !== undefined && { seed }),
    ...(tasks !== undefined && { tasks }),
    notes: [...notes, ...mixtures(runs, facts, [...by, ...(tasks ?? [])], rule)],
  };
}

/** Two series of one name would be drawn as one. */
function refuseEqualLabels(
  runs: readonly RunWithFacts<LogRun>[],
  by: readonly string[],
  { labels, order }: OwnLogs,
  place: string,
): void {
  const known = new Map<string, string>();
  for (const { facts } of groupRuns(runs, by, order)) {
    const label = seriesLabel(by, facts, labels);
    const named = by.map((name) => `${name} ${factText(own(facts, name))}`).join(", ");
    const other = known.get(label);
    known.set(label, named);
    if (other === undefined) continue;
    throw new UserError(
      `${place}: "labels": ${other} and ${named} are both called "${label}", and would be drawn as one.\n` +
        `Give one of them another label, or tell them apart with "series", "facet" or "where".`,
    );
  }
}

/** The facts that a lookup names, by its fields. */
function placesIn(rule: OwnLogs): Record<string, readonly string[]> {
  const one = (name: string | undefined) => (name === undefined ? [] : [name]);
  return {
    series: [...(rule.by ?? []), ...rule.dash],
    facet: [...one(rule.panelRow), ...one(rule.column)],
    rows: one(rule.rows),
    "compare.over": rule.compare?.over ?? [],
    "reliable.tasks": [rule.reliable?.tasks ?? []].flat(),
  };
}

/** Every fact of a run that a lookup names. */
function factsNamedBy(rule: OwnLogs): string[] {
  const ofTags = tagFactNames(rule);
  return [...Object.values(placesIn(rule)).flat(), ...Object.keys(rule.where)].filter(
    (name) => !ofTags.includes(name),
  );
}

function refuseUnknown(
  name: string,
  field: string,
  runs: readonly Facts[],
  ofTags: readonly string[],
  place: string,
): void {
  const names = [...factNames(runs), ...ofTags];
  if (names.includes(name)) return;
  throw new UserError(
    `${place}: "${field}": no run has the fact "${name}".${didYouMean(name, names)}\n` +
      `The runs have: ${names.join(", ") || "no facts"}. Say with "name", "pattern" or "facts" where facts come from.`,
  );
}

function noneLeft(lookup: Lookup, rule: OwnLogs, found: number): UserError {
  const why =
    Object.keys(rule.where).length > 0
      ? `none meets all of "where": ${JSON.stringify(rule.where)}`
      : `none is named like ${rule.name ?? rule.pattern ?? "the others"}`;
  const field = Object.keys(rule.where).length > 0 ? "where" : rule.name ? "name" : "pattern";
  return new UserError(
    `${placeOf(lookup, field)}: no run is left of ${found}: ${why}.\n` +
      `See what there is with: figures inspect ${rule.runs.join(" ")}`,
  );
}

/** A mean over runs that differ in more than the seed is one of unlike runs: that is said. */
function mixtures(
  runs: readonly RunWithFacts<LogRun>[],
  facts: RunFacts<LogRun>,
  by: readonly string[],
  rule: OwnLogs,
): string[] {
  const places = Object.values(placesIn(rule)).flat();
  const placed = [...by, ...places, rule.seed, facts.seed];
  const open = facts.groupBy.filter(
    (name) => !placed.includes(name) && new Set(runs.map((run) => own(run.facts, name))).size > 1,
  );
  if (open.length === 0) return [];
  return [
    `runs that differ in ${open.join(", ")} are taken together: name it in "series", "facet" or "where" to tell them apart`,
  ];
}

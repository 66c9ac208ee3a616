import { stringify } from "yaml";
import type { Table } from "../../tables/table.js";
import { UserError } from "../../util/userError.js";
import { displayPath } from "../../util/text/displayPath.js";
import type { Folders } from "../folders.js";
import type { Lookup, ReferenceRule } from "../lookups/index.js";
import { declaredRuns } from "../resolve/declaredExperiments.js";
import { locateSeries } from "../resolve/locateSeries.js";
import { referenceName, resolveThreshold } from "../resolve/readThresholds.js";
import { referenceBounds, type ReferenceBound } from "./referenceBounds.js";
import { remedyOf } from "./referenceThresholds.js";

/** A threshold that runs trained here give. */
export interface ReferenceThreshold extends ReferenceBound {
  readonly reference: string;
  /** The fact of a run's name that says its place. */
  readonly by: string;
  readonly threshold: number;
  readonly asPublished: number;
}

/**
 * Thresholds of all rules of lookups that judge by reference runs, each rule once.
 *
 * @param warn is told what is missing: of runs, rows and places
 * @throws {UserError} where no rule has runs
 */
export async function referenceThresholdsOf(
  lookups: readonly Lookup[],
  folders: Folders,
  warn: (message: string) => void,
): Promise<ReferenceThreshold[]> {
  const rules = new Map<string, readonly [Lookup, ReferenceRule]>();
  for (const lookup of lookups) {
    const { threshold: rule } = lookup;
    if (typeof rule !== "object" || !("reference" in rule)) continue;
    const key = JSON.stringify([rule, lookup.columns, lookup.bestRows]);
    if (!rules.has(key)) rules.set(key, [lookup, rule]);
  }
  const found = await Promise.all(
    [...rules.values()].map(([lookup, rule]) => thresholdsOf(lookup, rule, folders, warn)),
  );
  const all = found.flat();
  if (all.length > 0) return all;
  const remedies = [...rules.values()].map(([, rule]) => remedyOf(rule));
  throw new UserError(
    "There are no reference runs to compute thresholds from, or one alone of each rule: the bound of a mean needs " +
      `at least two (looked in ${displayPath(folders.runs)} and ${displayPath(folders.tables)}).\n${[...new Set(remedies)].join("\n")}`,
  );
}

async function thresholdsOf(
  lookup: Lookup,
  rule: ReferenceRule,
  folders: Folders,
  warn: (message: string) => void,
): Promise<ReferenceThreshold[]> {
  const name = referenceName(rule);
  const { experiment } = rule.reference;
  const place = locateSeries({ label: name, ...rule.reference }, lookup.folder, folders);
  if ("lookedIn" in place) {
    warn(`there are no reference runs ${name}: ${remedyOf(rule)}`);
    return [];
  }
  const limit = resolveThreshold(rule, folders.thresholds, () => place);
  const { names, rows, bounds } = await referenceBounds(limit, { rule, place }, lookup, warn);
  const declared =
    experiment === undefined
      ? undefined
      : (await declaredRuns({ series: [{ label: name, experiment }] }, folders)).get(experiment);
  if (declared && names.length > 0 && rows < declared.rows) {
    warn(`${name}: not trained to the end: ${rows} of ${declared.rows} rows`);
  }
  const seeds = rule.reference.where?.["seed"];
  const wanted = Array.isArray(seeds) ? seeds.length : declared?.runs;
  if (wanted !== undefined && names.length < wanted) {
    warn(`${name}: ${names.length} of ${wanted} runs`);
  }
  return bounds.flatMap((bound): ReferenceThreshold[] => {
    const { threshold, asPublished } = bound;
    if (threshold === undefined || asPublished === undefined) {
      warn(
        `${name}: no threshold at ${bound.place}: ${names.length < 2 ? "one run alone has no interval" : "not all runs have a finite error there"}`,
      );
      return [];
    }
    return [{ ...bound, threshold, asPublished, reference: name, by: rule.by }];
  });
}

/** The thresholds as a table. */
export function referenceThresholdTable(all: readonly ReferenceThreshold[]): Table {
  const text = (name: string, value: (one: ReferenceThreshold) => string) =>
    ({ name, type: "text", values: all.map(value) }) as const;
  const number = (name: string, value: (one: ReferenceThreshold) => number) =>
    ({ name, type: "double", values: all.map(value) }) as const;
  const meanOf = ({ errors }: ReferenceThreshold): number =>
    errors.reduce<number>((sum, error) => sum + (error ?? NaN), 0) / errors.length;
  return {
    rows: all.length,
    columns: [
      text("reference", ({ reference }) => reference),
      text("operation", ({ operation }) => operation ?? ""),
      text("place", ({ place }) => place ?? ""),
      { name: "runs", type: "integer", values: all.map(({ errors }) => errors.length) },
      number("mean", meanOf),
      number("threshold", ({ threshold }) => threshold),
      number("as.published", ({ asPublished }) => asPublished),
    ],
  };
}

/** The thresholds as a file of `thresholds/`. */
export function referenceThresholdFile(all: readonly ReferenceThreshold[]): string {
  const sets = new Map<string, Map<string, Map<string, number>>>();
  for (const { by, operation, place, threshold } of all) {
    if (operation === null || place === null) continue;
    const operations = sets.get(by) ?? new Map<string, Map<string, number>>();
    const places = operations.get(operation) ?? new Map<string, number>();
    sets.set(by, operations.set(operation, places.set(place, threshold)));
  }
  const names = [...new Set(all.map(({ reference }) => reference))];
  const about =
    "Upper bounds of Student's interval of the mean error of reference runs at their best rows, place by place: " +
    `${names.join(", ")}. Written by: figures thresholds sequences.`;
  return stringify(
    { about, origin: "of reference runs that were trained again", sets },
    { lineWidth: 100 },
  );
}

import { factText, valuesOf } from "../../facts/fact.js";
import { groupRuns } from "../../facts/groupRuns.js";
import type { Lookup } from "../lookups/index.js";
import type { ResolvedLogs } from "../logs/resolvedLogs.js";

const axisTitles: Readonly<Record<string, string>> = {
  step: "Step",
  relative: "Hours",
  wall: "Seconds since 1970",
};

/** The colours of the theme "paper", for series that a palette leaves out. */
const otherColours = "#0072B2 #D55E00 #009E73 #CC79A7 #E69F00 #56B4E9 #4D4D4D #8C564B".split(" ");

/** The specs that come with the package for logs of one's own. */
const ownSpecs = ["learning-curves", "final-values", "values-against"];

/** A lookup with the parameters of its spec that follow from its runs, unless it gives them itself. */
export function withOwnParams(lookup: Lookup, logs: ResolvedLogs): Lookup {
  if (!ownSpecs.includes(lookup.spec)) return lookup;
  const { rule, runs, by } = logs;
  const facts = runs.map((run) => run.facts);
  const isCurves = lookup.spec === "learning-curves";
  const params: Record<string, unknown> = {};
  if (rule.column !== undefined) params["columns"] = valuesOf(facts, rule.column).length;
  if (isCurves) params["xTitle"] = rule.labels[rule.x] ?? axisTitles[rule.x] ?? rule.x;
  else if (rule.rows !== undefined) params["xTitle"] = rule.labels[rule.rows] ?? rule.rows;
  if (!isCurves) {
    const { quantities } = rule;
    const isPercent = quantities.every(
      (one) => one.format === "percent" || one.threshold !== undefined,
    );
    params["percent"] = quantities.length > 0 && isPercent;
    params["columns"] ??= Math.min(3, Math.max(1, quantities.length));
  }
  if (Object.keys(rule.palette).length > 0) {
    const names = groupRuns(runs, by).map((group) => by.map((name) => factText(group.facts[name])));
    const spare = otherColours.filter(
      (colour) =>
        !Object.values(rule.palette).some((own) => own.toLowerCase() === colour.toLowerCase()),
    );
    params["colours"] = names.map(
      (texts, index) =>
        rule.palette[texts.map((text) => rule.labels[text] ?? text).join(", ")] ??
        rule.palette[texts.join(", ")] ??
        spare[index % spare.length],
    );
  }
  return { ...lookup, params: { ...params, ...lookup.params } };
}

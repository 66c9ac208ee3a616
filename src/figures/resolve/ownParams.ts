import { type Facts, factText, valuesOf } from "../../facts/fact.js";
import { groupRuns } from "../../facts/groupRuns.js";
import { figureSize } from "../../plot/spec/venues.js";
import { own } from "../../util/own.js";
import { seriesLabel } from "../logs/factLabel.js";
import { titleOf, withUnit } from "../logs/labels.js";
import { isRate } from "../logs/quantityOf.js";
import type { ResolvedLogs } from "../logs/resolvedLogs.js";
import { tagFactNames, tagReader } from "../logs/tagFacts.js";
import type { Lookup } from "../lookups/index.js";

const axisTitles: Readonly<Record<string, readonly [title: string, unit?: string]>> = {
  step: ["Step"],
  relative: ["Training time", "h"],
  wall: ["Time", "UTC"],
};

/** The colours of the theme "paper", for series that a palette leaves out. */
const otherColours = "#0072B2 #D55E00 #009E73 #CC79A7 #E69F00 #56B4E9 #4D4D4D #8C564B".split(" ");

/** Shown where lines differ in their dashes: long enough to tell them apart. */
const dashLegend = {
  ...{ title: null, symbolType: "stroke", symbolSize: 300, symbolStrokeWidth: 1.2 },
  symbolStrokeColor: "#333333",
};

/** The specs that come with the package for logs of one's own, and what they show. */
const ownSpecs: Readonly<Record<string, "curves" | "values" | "reliable">> = {
  "learning-curves": "curves",
  "final-values": "values",
  "values-against": "values",
  differences: "values",
  aggregates: "reliable",
  improvement: "reliable",
  "performance-profile": "reliable",
  "sample-efficiency": "reliable",
};

/** A lookup with the parameters of its spec that follow from its runs, unless it gives them itself. */
export function withOwnParams(lookup: Lookup, logs: ResolvedLogs): Lookup {
  if (!Object.hasOwn(ownSpecs, lookup.spec)) return lookup;
  const kind = own(ownSpecs, lookup.spec);
  const { rule } = logs;
  const params: Record<string, unknown> = {};
  const columns = foldedTo(lookup, columnsOf(logs));
  if (kind !== "reliable" && columns > 0) params["columns"] = columns;
  if (kind === "curves") {
    params["xStep"] = rule.x === "step" ? 1 : 0;
    if (rule.x === "wall") Object.assign(params, { xType: "temporal", xScale: "utc" });
    if (rule.dash.length > 0) {
      Object.assign(params, { dashField: "dash", dashOrder: "dashOrder" });
    }
  }
  if (kind === "curves" || lookup.spec === "sample-efficiency") {
    const [title, unit] = own(axisTitles, rule.x) ?? [rule.x];
    const named = own(rule.labels, rule.x) ?? title;
    params["xTitle"] = withUnit(named, own(rule.units, rule.x) ?? unit);
  } else if (kind === "values" && rule.rows !== undefined) {
    params["xTitle"] = titleOf(rule, rule.rows);
  } else if (lookup.spec === "final-values") {
    // One place without a name.
    params["xLabels"] = false;
  }
  if (kind === "values") {
    const { quantities } = rule;
    const isPercent = quantities.every((one) => one.format === "percent" || isRate(one));
    params["percent"] = quantities.length > 0 && isPercent;
    params["columns"] ??= foldedTo(lookup, Math.min(3, Math.max(1, quantities.length)));
  }
  const colours = coloursOf(logs);
  if (colours !== undefined) params["colours"] = colours;
  // Last, as a title of the legend of colours is none of the dashes'.
  const last = kind === "curves" && rule.dash.length > 0 ? { dashLegend } : {};
  const given = { ...params, ...lookup.params };
  return { ...lookup, params: { ...given, ...("dashLegend" in given ? {} : last) } };
}

/** The least width of a panel with its axis, in centimetres. */
const leastPanelCm = 3.3;

/**
 * Columns of panels that a page has room for: what a narrow page has not stands in rows below, in a part of the columns
 * where that leaves no row half empty. Titles of panels say what they show wherever they stand.
 */
function foldedTo({ size, origin }: Lookup, columns: number): number {
  const { widthCm } = figureSize(size, {}, origin);
  const most = Math.max(1, Math.floor(widthCm / leastPanelCm));
  if (columns <= most) return columns;
  const parts = Array.from({ length: most }, (_, index) => most - index);
  return parts.find((part) => part > 1 && columns % part === 0) ?? most;
}

/** Number of columns of panels; 0 where nothing says how many there are. */
function columnsOf(logs: ResolvedLogs): number {
  const { rule } = logs;
  if (rule.column === undefined) return 0;
  const isOfTag = rule.quantities.length === 0 && tagFactNames(rule).includes(rule.column);
  const runs = isOfTag ? taggedRuns(logs, [rule.column])?.runs : logs.runs;
  if (runs === undefined) return 0;
  return valuesOf(
    runs.map(({ facts }) => facts),
    rule.column,
  ).length;
}

/**
 * Colours of the series that are drawn, in their order: those of the palette, else the theme's in the order of all
 * series, so that one that is left out leaves the others as they are.
 */
function coloursOf(logs: ResolvedLogs): readonly string[] | undefined {
  const { rule, by } = logs;
  const { palette } = rule;
  const withTags = taggedRuns(logs);
  if (withTags === undefined) return undefined;
  const { runs, everySeries } = withTags;
  const drawn = seriesDrawn(runs, by, rule);
  const isWhole = drawn.length === everySeries.length;
  if (Object.keys(palette).length === 0 && isWhole) return undefined;
  const given = (facts: Facts): string | undefined =>
    own(palette, seriesLabel(by, facts, rule.labels)) ??
    own(palette, by.map((name) => factText(own(facts, name))).join(", "));
  const taken = new Set(Object.values(palette).map((colour) => colour.toLowerCase()));
  const spare = otherColours.filter((colour) => !taken.has(colour.toLowerCase()));
  const open = everySeries.filter((facts) => given(facts) === undefined);
  const nameOf = (facts: Facts) => JSON.stringify(by.map((name) => factText(own(facts, name))));
  const places = new Map(open.map((facts, index) => [nameOf(facts), index]));
  return drawn.map(
    (facts) => given(facts) ?? spare[(places.get(nameOf(facts)) ?? 0) % spare.length],
  );
}

/** Runs with the facts of their tags where these make series; undefined where only the logs say which tags there are. */
function taggedRuns(
  logs: ResolvedLogs,
  by = logs.by,
): { runs: readonly { facts: Facts }[]; everySeries: readonly Facts[] } | undefined {
  const { rule, runs, everySeries } = logs;
  const ofTags = tagFactNames(rule);
  if (rule.quantities.length > 0 || !by.some((name) => ofTags.includes(name))) return logs;
  if (rule.tags.some((tag) => /[*?!]/.test(tag))) return undefined;
  const read = tagReader(rule);
  const tags: Facts[] = rule.tags.flatMap((tag) => {
    const facts = read(tag);
    return facts === undefined ? [] : [facts];
  });
  const tagged = (all: readonly { facts: Facts }[]) =>
    all.flatMap(({ facts }) => tags.map((tag) => ({ facts: { ...facts, ...tag } })));
  const every = tagged(everySeries.map((facts) => ({ facts })));
  const groups = groupRuns(every, by, rule.order);
  return { runs: tagged(runs), everySeries: groups.map(({ facts }) => facts) };
}

function seriesDrawn(
  runs: readonly { readonly facts: Facts }[],
  by: readonly string[],
  { order, compare, labels }: ResolvedLogs["rule"],
): Facts[] {
  const all = groupRuns(runs, by, order).map(({ facts }) => facts);
  if (compare === undefined) return all;
  const isReference = (facts: Facts) =>
    [
      by.map((name) => factText(own(facts, name))).join(", "),
      seriesLabel(by, facts, labels),
    ].includes(compare.to);
  return all.filter((facts) => !isReference(facts));
}

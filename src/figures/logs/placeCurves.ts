import { type Facts, factText } from "../../facts/fact.js";
import { groupRuns } from "../../facts/groupRuns.js";
import { own } from "../../util/own.js";
import { factLabel, seriesLabel } from "./factLabel.js";
import {
  drawCurves,
  type DrawnCurves,
  type GroupCurve,
  groupOfDrawn,
  type GroupOptions,
} from "./groupCurve.js";
import { labelOf, titleOf } from "./labels.js";
import type { LoggedCurve } from "./readCurves.js";
import type { ResolvedLogs } from "./resolvedLogs.js";
import { panelRowsOf, tagReader } from "./tagFacts.js";

/** A curve with its place in the figure. */
export interface PlacedCurve extends GroupCurve {
  readonly series: string;
  readonly seriesOrder: number;
  /** What tells lines of one colour apart; empty where nothing does. */
  readonly dash: string;
  readonly dashOrder: number;
  readonly panel: string;
  readonly panelOrder: number;
  readonly tag: string;
  readonly column?: string;
  /** Of a row of panels that is no tag. */
  readonly row?: string;
  readonly total: number;
  /** The centre before it was smoothed, at the places of the points. */
  readonly raw?: readonly (number | null)[];
}

/** Curves of a figure, and the panels that have none. */
export interface PlacedCurves {
  readonly curves: readonly PlacedCurve[];
  readonly panels: readonly { readonly panel: string; readonly panelOrder: number }[];
  /** Tags that are not of the form that the lookup gives. */
  readonly unread: readonly string[];
}

/** Groups curves, and places them: colour, dash, row and column of panels. */
export function placeCurves(read: readonly LoggedCurve[], logs: ResolvedLogs): PlacedCurves {
  const { rule, by } = logs;
  const factsOf = tagReader(rule);
  const unread = new Set<string>();
  const tagged = read.flatMap((one): LoggedCurve[] => {
    const facts = factsOf(one.tag);
    if (facts === undefined) unread.add(one.tag);
    return facts === undefined ? [] : [{ ...one, facts: { ...one.facts, ...facts } }];
  });
  const rowFacts = panelRowsOf(rule, by);
  const columnFacts = rule.column === undefined ? [] : [rule.column];
  const orderOf = (names: readonly string[]) => {
    const groups = groupRuns(tagged, names, rule.order).map(({ facts }) => facts);
    return { groups, place: new Map(groups.map((facts, index) => [keyOf(names, facts), index])) };
  };
  const [rows, columns, colours, dashes] = [rowFacts, columnFacts, by, rule.dash].map(orderOf);
  const curves = drawnByTag(tagged, logs).flatMap(({ tag, drawn, raw }) => {
    const lines = groupRuns(drawn.curves, [...rowFacts, ...columnFacts, ...by, ...rule.dash]);
    return lines.map(({ runs: [{ facts }], runs }): PlacedCurve => {
      const placeIn = ({ place }: typeof rows, names: readonly string[]) =>
        place.get(keyOf(names, facts)) ?? 0;
      const group = groupOfDrawn({ ...drawn, curves: runs }, optionsOf(rule));
      const names = new Set(runs.map(({ run }) => run));
      const column =
        rule.column === undefined
          ? undefined
          : factLabel(rule.column, own(facts, rule.column), rule.labels);
      const row = rowLabel(rowFacts, facts, rule, false);
      return {
        ...group,
        series: seriesLabel(by, facts, rule.labels),
        seriesOrder: placeIn(colours, by),
        dash: rule.dash.map((name) => valueLabel(name, facts, rule)).join(", "),
        dashOrder: placeIn(dashes, rule.dash),
        panel: "",
        panelOrder: placeIn(rows, rowFacts) * columns.groups.length + placeIn(columns, columnFacts),
        tag,
        ...(row !== "" && { row }),
        ...(column !== undefined && { column }),
        total: runs.length,
        ...(raw && { raw: rawCentre(raw, names, group, rule) }),
      };
    });
  });
  const titles = panelTitles(curves, rows.groups, columns.groups, rowFacts, rule);
  return {
    curves: curves
      .map((curve) => ({ ...curve, panel: titles[curve.panelOrder] }))
      .sort(
        (a, b) =>
          a.panelOrder - b.panelOrder || a.seriesOrder - b.seriesOrder || a.dashOrder - b.dashOrder,
      ),
    panels: titles.map((panel, panelOrder) => ({ panel, panelOrder })),
    unread: [...unread],
  };
}

const keyOf = (names: readonly string[], facts: Facts): string =>
  JSON.stringify(names.map((name) => factText(own(facts, name))));

interface TagCurves {
  readonly tag: string;
  readonly drawn: DrawnCurves<LoggedCurve>;
  /** The same without smoothing, where it was smoothed. */
  readonly raw?: DrawnCurves<LoggedCurve>;
}

/** Curves of a tag share their bins, wherever they stand. */
function drawnByTag(read: readonly LoggedCurve[], { rule }: ResolvedLogs): TagCurves[] {
  const { smooth, resolution } = rule;
  const isRawShown = smooth > 0 && (rule.show?.includes("raw") ?? true);
  return [...new Set(read.map(({ tag }) => tag))].map((tag) => {
    const own = read.filter((one) => one.tag === tag);
    return {
      tag,
      drawn: drawCurves(own, { smooth, resolution }),
      ...(isRawShown && { raw: drawCurves(own, { smooth: 0, resolution }) }),
    };
  });
}

function optionsOf(rule: ResolvedLogs["rule"]): GroupOptions {
  const { align, centre, resamples, notFinite } = rule;
  const interval = rule.show?.includes("band") === false ? "none" : rule.band;
  return { align, centre, interval, resamples, notFinite };
}

/** The centre of the same runs before smoothing, at the same places. */
function rawCentre(
  { curves, bins }: DrawnCurves<LoggedCurve>,
  runs: ReadonlySet<string>,
  { points }: GroupCurve,
  rule: ResolvedLogs["rule"],
): (number | null)[] {
  const own = curves.filter(({ run }) => runs.has(run));
  const raw = groupOfDrawn(
    { curves: own, ...(bins !== undefined && { bins }) },
    { ...optionsOf(rule), interval: "none" },
  );
  const centres = new Map(raw.points.map(({ x, centre }) => [x, centre]));
  return points.map(({ x }) => centres.get(x) ?? null);
}

/** A value in a legend or a title: a tag by its label, a number with the name of its fact. */
const valueLabel = (name: string, facts: Facts, rule: ResolvedLogs["rule"]): string =>
  name === "tag" ? labelOf(rule, facts[name]) : factLabel(name, own(facts, name), rule.labels);

function rowLabel(
  names: readonly string[],
  facts: Facts,
  rule: ResolvedLogs["rule"],
  withTags: boolean,
): string {
  return names
    .filter((name) => withTags || name !== "tag")
    .map((name) =>
      name === "tag" ? titleOf(rule, factText(facts[name])) : valueLabel(name, facts, rule),
    )
    .join(", ");
}

/** Titles of all panels of the grid, in their order; of one that rows and columns say nothing of, its tags. */
function panelTitles(
  curves: readonly PlacedCurve[],
  rows: readonly Facts[],
  columns: readonly Facts[],
  rowFacts: readonly string[],
  rule: ResolvedLogs["rule"],
): string[] {
  return rows.flatMap((row, rowOrder) =>
    columns.map((column, columnOrder) => {
      const parts = [
        rowLabel(rowFacts, row, rule, true),
        rule.column === undefined ? "" : valueLabel(rule.column, column, rule),
      ].filter((part) => part !== "");
      if (parts.length > 0) return parts.join(" · ");
      const place = rowOrder * columns.length + columnOrder;
      const tags = curves.filter(({ panelOrder }) => panelOrder === place).map(({ tag }) => tag);
      return [...new Set(tags)].map((tag) => titleOf(rule, tag)).join(", ");
    }),
  );
}

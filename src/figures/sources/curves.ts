import { columnsOf } from "../../tables/columns.js";
import type { Table } from "../../tables/table.js";
import { largest } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import type { GroupCurve, GroupPoint } from "../logs/groupCurve.js";
import { placeCurves, type PlacedCurve, type PlacedCurves } from "../logs/placeCurves.js";
import { type LoggedCurve, readCurves } from "../logs/readCurves.js";
import type { ResolvedLogs } from "../logs/resolvedLogs.js";
import { type Lookup, placeOf } from "../lookups/index.js";
import { sayWhatIsSpecial } from "./curveWarnings.js";
import type { Source } from "./source.js";

export const curves: Source = {
  name: "curves",
  about:
    "of a lookup with `runs` at its top, one row for each x of each group's curve (`kind` is `group`: `series`, `dash`, " +
    "`panel`, `tag`, `x`, `centre`, `lower`, `upper`, `raw`, `n`, `segment`, `statistic`, `interval`, `method`), of each run's " +
    "(`run`: `name`, `x`, `value`) and of each end (`end`)",
  load: async ({ figure, params, warn }) => {
    const { logs } = figure;
    if (logs === undefined) throw notOwn(figure.lookup);
    for (const note of logs.notes) warn(note);
    const { tags, x } = logs.rule;
    const read = await readCurves(logs.runs, {
      tags,
      x,
      origin: placeOf(figure.lookup, "tags"),
      warn,
    });
    const placed = placeCurves(read, logs);
    if (placed.curves.length === 0) throw noneOfForm(figure.lookup, logs, placed);
    sayWhatIsSpecial(placed, warn);
    sayWhatLogsLose(read, params, warn);
    const shown = whatIsShown(placed.curves, logs, warn);
    return {
      rows: rowsOf(placed, shown, logs),
      tables: { "": tableOf(placed.curves, logs) },
    };
  },
};

/** The complaint about a spec that shows what only logs of one's own have. */
export function notOwn(lookup: Pick<Lookup, "origin" | "spec" | "places">): UserError {
  return new UserError(
    `${placeOf(lookup, "spec")}: the spec "${lookup.spec}" shows logs of one's own, and the lookup does not say where they are.\n` +
      `Write "runs: <log directory>" at its top, or take the spec "range" or "curves".`,
  );
}

function noneOfForm(lookup: Lookup, { rule }: ResolvedLogs, { unread }: PlacedCurves) {
  return new UserError(
    `${placeOf(lookup, "tagName")}: "tagName": no tag is of the form "${rule.tagName}": ${unread.slice(0, 10).join(", ")}.\n` +
      `Write what stands between the marks of your tags, such as {metric}/{split}.`,
  );
}

/** Values that a logarithmic axis cannot show are counted. */
function sayWhatLogsLose(
  read: readonly LoggedCurve[],
  { xScale, yScale }: Readonly<Record<string, unknown>>,
  warn: (message: string) => void,
): void {
  for (const axis of ["x", "y"] as const) {
    if ((axis === "x" ? xScale : yScale) !== "log") continue;
    const lost = new Map<string, { lost: number; of: number }>();
    for (const { tag, curve } of read) {
      const count = lost.get(tag) ?? { lost: 0, of: 0 };
      const gone = curve[axis].filter((value) => value <= 0).length;
      lost.set(tag, { lost: count.lost + gone, of: count.of + curve[axis].length });
    }
    for (const [tag, count] of lost) {
      if (count.lost === 0) continue;
      const what = axis === "x" ? `values of ${tag} stand at x that are` : `values of ${tag} are`;
      warn(`${count.lost} of ${count.of} ${what} not above zero: a log axis cannot show them`);
    }
  }
}

type Shown = ReadonlySet<"band" | "runs" | "ends" | "raw">;

/** Lines of single runs in a panel that can still be told apart; more only make the file large. */
const mostRunLines = 60;

/** What a lookup wants to see, or what its runs allow. */
function whatIsShown(
  placed: readonly PlacedCurve[],
  { rule }: ResolvedLogs,
  warn: (message: string) => void,
): Shown {
  if (rule.show !== undefined) return new Set(rule.show);
  const perPanel = new Map<string, number>();
  for (const { panel, total } of placed) perPanel.set(panel, (perPanel.get(panel) ?? 0) + total);
  const most = largest(perPanel.values());
  if (most <= mostRunLines) return new Set(["band", "runs", "ends", "raw"]);
  warn(
    `a panel has ${most} runs: their single lines are left out (show: [band, runs, ends] draws them)`,
  );
  return new Set(["band", "ends", "raw"]);
}

/** What a spec may name, whichever kinds of rows there are. */
const noFields = {
  ...{ name: null, x: null, value: null, what: null, centre: null, lower: null, upper: null },
  ...{ raw: null, n: null, notFinite: null, segment: null, total: null, isAlone: false },
  ...{ statistic: null, interval: null, method: null },
};

/**
 * Rows of what is drawn, and nothing else. A row per panel holds its place in the grid, and every field; a series stands
 * in it so that the legend knows of no other.
 */
function rowsOf({ curves: placed, panels }: PlacedCurves, shown: Shown, logs: ResolvedLogs) {
  const [{ series, seriesOrder, dash, dashOrder, tag }] = placed;
  const place = { series, seriesOrder, dash, dashOrder, tag };
  return [
    ...panels.map((panel) => ({ kind: "panel", ...place, ...panel, ...noFields })),
    ...placed.flatMap((curve) => curveRows(curve, shown, logs.rule.x === "wall" ? 1000 : 1)),
  ];
}

/** @param unit of the x axis: times are in milliseconds */
function curveRows(curve: PlacedCurve, shown: Shown, unit: number): object[] {
  const { series, seriesOrder, dash, dashOrder, panel, panelOrder, tag, total } = curve;
  const { statistic, interval, method } = curve;
  const place = { series, seriesOrder, dash, dashOrder, panel, panelOrder, tag };
  const rows: object[] = [];
  if (shown.has("runs") && total > 1) {
    for (const { run, curve: one } of curve.runs) {
      for (const [index, x] of one.x.entries()) {
        const value = finiteOrNull(one.y[index]);
        rows.push({ kind: "run", ...place, name: run, x: x * unit, value });
      }
    }
  }
  for (const [index, point] of curve.points.entries()) {
    rows.push({
      kind: "group",
      ...place,
      ...point,
      x: point.x * unit,
      ...(curve.raw && shown.has("raw") && { raw: curve.raw[index] }),
      ...{ total, isAlone: isAlone(curve, index), statistic, interval, method },
    });
  }
  if (shown.has("ends")) {
    for (const { run, x, value, kind } of curve.ends) {
      const end = { name: run, x: x * unit, value: finiteOrNull(value), what: kind };
      rows.push({ kind: "end", ...place, ...end });
    }
  }
  return rows;
}

/** A point without a neighbour on its line: it is drawn as one, a line would not show it. */
function isAlone({ points }: GroupCurve, index: number): boolean {
  const joins = (other: number) =>
    points[other]?.segment === points[index].segment && points[other].centre !== null;
  return points[index].centre !== null && !joins(index - 1) && !joins(index + 1);
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function tableOf(placed: readonly PlacedCurve[], { rule }: ResolvedLogs): Table {
  const rows = placed.flatMap((curve) =>
    curve.points.map((point, index) => ({ curve, point, index })),
  );
  const { text, number, count } = columnsOf(rows);
  const ifAny = (key: "column" | "row", name: string) =>
    placed.some((curve) => curve[key] !== undefined)
      ? [text(name, ({ curve }) => curve[key] ?? null)]
      : [];
  return {
    rows: rows.length,
    columns: [
      text("series", ({ curve }) => curve.series),
      ...(rule.dash.length > 0 ? [text("dash", ({ curve }) => curve.dash)] : []),
      ...ifAny("row", "facet_row"),
      ...ifAny("column", "facet"),
      text("tag", ({ curve }) => curve.tag),
      number("x", ({ point }) => point.x),
      number("centre", ({ point }) => point.centre),
      number("lower", ({ point }) => point.lower),
      number("upper", ({ point }) => point.upper),
      ...(placed.some(({ raw }) => raw !== undefined)
        ? [number("raw", ({ curve, index }) => curve.raw?.[index])]
        : []),
      count("n", ({ point }) => point.n),
      text("statistic", ({ curve }) => curve.statistic),
      text("interval", ({ curve }) => curve.interval),
      text("method", ({ curve }) => curve.method),
      text("align", ({ curve }) => curve.rule),
      ...(rule.smooth > 0 ? [number("smooth", () => rule.smooth)] : []),
      ...(placed.some(({ bins }) => bins !== undefined)
        ? [number("bins", ({ curve }) => curve.bins)]
        : []),
      text("note", ({ curve, point }) => noteOf(curve, point)),
    ],
  };
}

function noteOf({ total }: PlacedCurve, { n, notFinite }: GroupPoint): string {
  if (notFinite > 0) return `not finite in ${notFinite} of ${total} runs`;
  return n < total ? `${n} of ${total} runs` : "";
}

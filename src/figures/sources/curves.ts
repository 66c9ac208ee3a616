import { groupRuns } from "../../facts/groupRuns.js";
import { columnsOf } from "../../tables/columns.js";
import type { Table } from "../../tables/table.js";
import { compareNaturally } from "../../util/compareNaturally.js";
import { UserError } from "../../util/userError.js";
import { factLabel, seriesLabel } from "../logs/factLabel.js";
import { groupCurve, type GroupCurve, type GroupPoint } from "../logs/groupCurve.js";
import { type LoggedCurve, readCurves } from "../logs/readCurves.js";
import type { ResolvedLogs } from "../logs/resolvedLogs.js";
import { placeOf, type Lookup } from "../lookups/index.js";
import type { Source } from "./source.js";

/** A curve with its place in the figure. */
interface PlacedCurve extends GroupCurve {
  readonly series: string;
  readonly seriesOrder: number;
  readonly panel: string;
  readonly panelOrder: number;
  readonly tag: string;
  readonly column?: string;
  readonly total: number;
}

export const curves: Source = {
  name: "curves",
  about:
    "of a lookup with `runs` at its top, one row for each x of each group's curve (`kind` is `group`: `series`, `panel`, `tag`, " +
    "`x`, `centre`, `lower`, `upper`, `n`, `segment`), of each run's (`run`: `name`, `x`, `value`) and of each end (`end`)",
  load: async (context) => {
    const { figure, warn } = context;
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
    sayWhatIsSpecial(placed, warn);
    const shown = whatIsShown(placed, logs, warn);
    return {
      rows: placed.flatMap((curve) => rowsOf(curve, shown)),
      tables: { "": tableOf(placed) },
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

function placeCurves(read: readonly LoggedCurve[], logs: ResolvedLogs): PlacedCurve[] {
  const { rule, by, runs } = logs;
  const labelOf = (text: string) => rule.labels[text] ?? text;
  const column = rule.column;
  const tags = [...new Set(read.map(({ tag }) => tag))].sort(compareNaturally);
  const columns =
    column === undefined
      ? [undefined]
      : groupRuns(runs, [column]).map(({ facts }) => facts[column]);
  const groups = groupRuns(runs, by);
  const { align, smooth, resolution, centre, resamples, notFinite } = rule;
  const interval = rule.show?.includes("band") === false ? "none" : rule.band;
  const options = { align, smooth, resolution, centre, interval, resamples, notFinite };
  const placed: PlacedCurve[] = [];
  for (const [row, tag] of tags.entries()) {
    for (const [place, value] of columns.entries()) {
      for (const [seriesOrder, { facts }] of groups.entries()) {
        const members = read.filter(
          (one) =>
            one.tag === tag &&
            (column === undefined || one.facts[column] === value) &&
            by.every((name) => one.facts[name] === facts[name]),
        );
        if (members.length === 0) continue;
        const where = column === undefined ? undefined : factLabel(column, value, rule.labels);
        placed.push({
          ...groupCurve(members, options),
          series: seriesLabel(by, facts, rule.labels),
          seriesOrder,
          panel: [labelOf(tag), ...(where === undefined ? [] : [where])].join(" · "),
          panelOrder: row * columns.length + place,
          tag,
          ...(where !== undefined && { column: where }),
          total: members.length,
        });
      }
    }
  }
  return placed;
}

/** Every row has every field: a spec may name any, whichever kinds of rows there are. */
const noFields = {
  name: null,
  x: null,
  value: null,
  what: null,
  centre: null,
  lower: null,
  upper: null,
  n: null,
  notFinite: null,
  segment: null,
  total: null,
  isAlone: false,
};

/** Lines of single runs in a panel that can still be told apart; more only make the file large. */
const mostRunLines = 60;

/** What a lookup wants to see, or what its runs allow. */
function whatIsShown(
  placed: readonly PlacedCurve[],
  { rule }: ResolvedLogs,
  warn: (message: string) => void,
): ReadonlySet<"band" | "runs" | "ends" | "raw"> {
  if (rule.show !== undefined) return new Set(rule.show);
  const perPanel = new Map<string, number>();
  for (const { panel, total } of placed) perPanel.set(panel, (perPanel.get(panel) ?? 0) + total);
  const most = Math.max(...perPanel.values());
  if (most <= mostRunLines) return new Set(["band", "runs", "ends"]);
  warn(
    `a panel has ${most} runs: their single lines are left out (show: [band, runs, ends] draws them)`,
  );
  return new Set(["band", "ends"]);
}

function rowsOf(
  curve: PlacedCurve,
  shown: ReadonlySet<"band" | "runs" | "ends" | "raw">,
): object[] {
  const { series, seriesOrder, panel, panelOrder, tag, total } = curve;
  const place = { ...noFields, series, seriesOrder, panel, panelOrder, tag };
  const rows: object[] = [];
  if (shown.has("runs") && total > 1) {
    for (const { run, curve: one } of curve.runs) {
      for (const [index, x] of one.x.entries()) {
        rows.push({ ...place, kind: "run", name: run, x, value: finiteOrNull(one.y[index]) });
      }
    }
  }
  for (const [index, point] of curve.points.entries()) {
    rows.push({ ...place, kind: "group", ...point, total, isAlone: isAlone(curve, index) });
  }
  if (shown.has("ends")) {
    for (const { run, x, value, kind } of curve.ends) {
      rows.push({ ...place, kind: "end", name: run, x, value: finiteOrNull(value), what: kind });
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

/** What a reader must know of the curves and cannot see: each once for all panels. */
function sayWhatIsSpecial(placed: readonly PlacedCurve[], warn: (message: string) => void): void {
  const ends = placed.flatMap(({ ends: all, series }) => all.map((end) => ({ ...end, series })));
  const said = new Set<string>();
  for (const { run, kind, x, series } of ends) {
    if (said.has(run)) continue;
    said.add(run);
    warn(
      kind === "diverges"
        ? `${run} is not finite after ${x}: the curve of ${series} ends there (notFinite: leaveOut goes on with the others)`
        : `${run} ends at ${x}, before the others: from there on the curve of ${series} is one of the other runs`,
    );
  }
  const linear = placed.filter(({ rule }) => rule !== "exact");
  if (linear.length > 0) {
    const tags = [...new Set(linear.map(({ tag }) => tag))].join(", ");
    warn(
      `runs were logged at different x and are brought to common ones (${linear[0].rule}): ${tags}`,
    );
  }
}

function tableOf(placed: readonly PlacedCurve[]): Table {
  const rows = placed.flatMap((curve) => curve.points.map((point) => ({ curve, point })));
  const { text, number, count } = columnsOf(rows);
  const hasColumn = placed.some(({ column }) => column !== undefined);
  return {
    rows: rows.length,
    columns: [
      text("series", ({ curve }) => curve.series),
      ...(hasColumn ? [text("facet", ({ curve }) => curve.column ?? null)] : []),
      text("tag", ({ curve }) => curve.tag),
      number("x", ({ point }) => point.x),
      number("centre", ({ point }) => point.centre),
      number("lower", ({ point }) => point.lower),
      number("upper", ({ point }) => point.upper),
      count("n", ({ point }) => point.n),
      text("statistic", ({ curve }) => curve.statistic),
      text("interval", ({ curve }) => curve.interval),
      text("method", ({ curve }) => curve.method),
      text("align", ({ curve }) => curve.rule),
      text("note", ({ curve, point }) => noteOf(curve, point)),
    ],
  };
}

function noteOf({ total }: PlacedCurve, { n, notFinite }: GroupPoint): string {
  if (notFinite > 0) return `not finite in ${notFinite} of ${total} runs`;
  return n < total ? `${n} of ${total} runs` : "";
}

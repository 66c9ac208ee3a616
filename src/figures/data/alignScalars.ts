import type { Run } from "../../events/index.js";
import {
  alignCurves,
  binCurves,
  prepareCurve,
  type AlignRule,
  type Curve,
} from "../../stats/index.js";

/** The runs of one series. */
export interface SeriesRuns {
  readonly label: string;
  readonly runs: readonly Run[];
}

export interface AlignOptions {
  /** How runs get values at common steps; `auto`: as the data call for it. */
  readonly align: AlignRule | "auto";
  /** Logs with more steps are averaged over this many equal parts of the steps. */
  readonly resolution: number;
  /** Whether values that are not above zero cannot be shown. */
  readonly isLog: boolean;
}

/** A value of a run at a step that the runs of its series share. */
export interface AlignedRow {
  readonly model: string;
  readonly name: string;
  readonly tag: string;
  readonly step: number;
  /** null where NaN or infinity was logged. */
  readonly value: number | null;
  /** How many runs of the series have a finite value there, of how many. */
  readonly n: number;
  readonly total: number;
  /** How many have diverged there: no mean of the runs exists. */
  readonly diverged: number;
  /** Whether a run only just began or ended there, between two of its values: a mean would jump. */
  readonly fringe: boolean;
  /** How many runs have a value there, finite or not: where it changes, the line of the mean is broken. */
  readonly present: number;
  /** What ends at this value: its run, before the others, or its run's finite values. */
  readonly mark?: "ended" | "diverged";
  /** Whether the values before and after it are missing, so that no line shows it. */
  readonly alone: boolean;
  /** The same of the mean of the runs. */
  readonly centreAlone: boolean;
}

/** One tag of one series: what a panel shows of it. */
export interface AlignedSeries {
  readonly label: string;
  readonly tag: string;
  readonly rule: AlignRule;
  readonly names: readonly string[];
  readonly x: Float64Array;
  /** Per run and x, NaN without a finite value. */
  readonly values: readonly Float64Array[];
  readonly has: readonly Uint8Array[];
  readonly n: Uint32Array;
  readonly diverged: Uint32Array;
  /** Per x: 1 where a run only just began or ended. */
  readonly fringe: Uint8Array;
  /** Per run: the first x from which on it is not finite; undefined for a sound run. */
  readonly divergedAt: readonly (number | undefined)[];
  /** Per run: the x of its last value, if it ended before the others. */
  readonly endedAt: readonly (number | undefined)[];
  /** Values that a logarithmic axis cannot show. */
  readonly withoutLogarithm: number;
  readonly logged: number;
}

/** Gives the runs of each series values at common steps, tag by tag. */
export function alignSeries(
  series: readonly SeriesRuns[],
  tag: string,
  options: AlignOptions,
): AlignedSeries[] {
  const prepared = series.map(({ label, runs }) => {
    const own = runs.flatMap((run) => {
      const logged = run.scalars.get(tag);
      return logged === undefined ? [] : [{ name: run.name, ...logged }];
    });
    return {
      label,
      names: own.map(({ name }) => name),
      curves: own.map(({ step, value }) => prepareCurve(step, value).curve),
    };
  });
  const all = prepared.flatMap(({ curves }) => curves);
  const steps = new Set(all.flatMap(({ x }) => [...x])).size;
  // Bins span the steps of all series, so that these stay comparable.
  const shown = steps > options.resolution ? binCurves(all, options.resolution) : all;
  let start = 0;
  return prepared.flatMap(({ label, names, curves }) => {
    const own = shown.slice(start, (start += curves.length));
    return own.length === 0 ? [] : [alignOne(label, tag, names, own, curves, options)];
  });
}

function alignOne(
  label: string,
  tag: string,
  names: readonly string[],
  curves: readonly Curve[],
  logged: readonly Curve[],
  { align, isLog }: AlignOptions,
): AlignedSeries {
  const { rule, x, y, has } = alignCurves(curves, { rule: align });
  const last = x[x.length - 1];
  const endedAt = curves.map((curve) =>
    hasEnded(curve, last, rule) ? lastOf(curve.x) : undefined,
  );
  const begins = curves.map((curve) => (hasBegunLate(curve, x[0], rule) ? curve.x[0] : undefined));
  const divergedAt = curves.map(divergenceOf);
  const isShown = (value: number) => Number.isFinite(value) && (!isLog || value > 0);
  const values = y.map((row) => row.map((value) => (Number.isFinite(value) ? value : NaN)));
  const n = new Uint32Array(x.length);
  const diverged = new Uint32Array(x.length);
  const fringe = new Uint8Array(x.length);
  for (let i = 0; i < x.length; i++) {
    for (let run = 0; run < curves.length; run++) {
      const isFinite = has[run][i] === 1 && Number.isFinite(y[run][i]);
      if (has[run][i] === 1 && isShown(y[run][i])) n[i]++;
      const isGone = x[i] >= (divergedAt[run] ?? Infinity);
      if (isGone || (has[run][i] === 1 && !isFinite)) diverged[i]++;
      const isAway = x[i] > (endedAt[run] ?? Infinity) || x[i] < (begins[run] ?? -Infinity);
      if (rule !== "exact" && has[run][i] === 0 && !isAway && !isGone) fringe[i] = 1;
    }
  }
  const count = (of: (value: number) => boolean) =>
    logged.reduce((sum, { y: own }) => sum + own.filter(of).length, 0);
  return {
    ...{ label, tag, rule, names, x, values, has, n, diverged, fringe, divergedAt, endedAt },
    withoutLogarithm: isLog ? count((value) => value <= 0) : 0,
    logged: count(() => true),
  };
}

const lastOf = (x: Float64Array): number => x[x.length - 1];

/**
 * Whether a curve ends before the others do, and not only between two of its values: runs that log at steps of
 * their own end at different ones.
 */
function hasEnded({ x }: Curve, last: number, rule: AlignRule): boolean {
  const distance = last - lastOf(x);
  return rule === "exact" ? distance > 0 : distance > 1.5 * intervalOf(x);
}

function hasBegunLate({ x }: Curve, first: number, rule: AlignRule): boolean {
  const distance = x[0] - first;
  return rule === "exact" ? distance > 0 : distance > 1.5 * intervalOf(x);
}

/** The middle distance of a curve's values. */
function intervalOf(x: Float64Array): number {
  const distances = x.slice(1).map((at, index) => at - x[index]);
  return distances.length === 0 ? 0 : distances.sort()[distances.length >> 1];
}

/** The x from which on a curve is not finite to its end. */
function divergenceOf({ x, y }: Curve): number | undefined {
  let first = x.length;
  while (first > 0 && !Number.isFinite(y[first - 1])) first--;
  return first === x.length ? undefined : x[first];
}

/** The rows of a spec: one for each run and step at which it has a value. */
export function alignedRows(series: AlignedSeries, isLog: boolean): AlignedRow[] {
  const { label: model, tag, names, x, values, has, n, diverged, fringe } = series;
  const { divergedAt, endedAt } = series;
  const present = Array.from(x, (_, i) => has.reduce((sum, run) => sum + run[i], 0));
  const isCentred = (i: number) => n[i] > 0 && diverged[i] === 0 && fringe[i] === 0;
  const isJoined = (i: number, j: number) => isCentred(j) && present[i] === present[j];
  const rows: AlignedRow[] = [];
  for (const [run, name] of names.entries()) {
    const isShown = (i: number) => values[run][i] > (isLog ? 0 : -Infinity);
    const lastFinite = values[run].findLastIndex(Number.isFinite);
    for (let i = 0; i < x.length; i++) {
      if (has[run][i] === 0) continue;
      const value = values[run][i];
      const end =
        i !== lastFinite
          ? undefined
          : divergedAt[run] !== undefined
            ? "diverged"
            : endedAt[run] !== undefined
              ? "ended"
              : undefined;
      rows.push({
        ...{ model, name, tag, step: x[i], value: Number.isNaN(value) ? null : value },
        ...{ n: n[i], total: names.length, diverged: diverged[i] },
        ...{ fringe: fringe[i] === 1, present: present[i] },
        ...(end !== undefined && { mark: end }),
        alone: isShown(i) && !isShown(i - 1) && !isShown(i + 1),
        centreAlone: isCentred(i) && !isJoined(i, i - 1) && !isJoined(i, i + 1),
      });
    }
  }
  return rows;
}

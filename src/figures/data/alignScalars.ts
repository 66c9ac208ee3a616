import type { Run } from "../../events/index.js";
import {
  binCurves,
  groupCurves,
  prepareCurve,
  type AlignRule,
  type Curve,
  type CurveEnd,
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
  /** Another number where other runs have a value, finite or not: there the line of the mean is broken. */
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
  /** Per x: another number where other runs have a value. */
  readonly segment: Uint32Array;
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
  const { rule, x, y, has, lost, fringe, segment, ends } = groupCurves(curves, { rule: align });
  const isShown = (value: number) => Number.isFinite(value) && (!isLog || value > 0);
  const n = Uint32Array.from(x, (_, at) =>
    y.reduce((sum, row, run) => sum + (has[run][at] === 1 && isShown(row[at]) ? 1 : 0), 0),
  );
  const count = (of: (value: number) => boolean) =>
    logged.reduce((sum, { y: own }) => sum + own.filter(of).length, 0);
  const endsOf = (kind: CurveEnd["kind"]) =>
    ends.map((end) => (end?.kind === kind ? end.x : undefined));
  return {
    ...{ label, tag, rule, names, x, has, n, diverged: lost, fringe, segment },
    values: y.map((row) => row.map((value) => (Number.isFinite(value) ? value : NaN))),
    divergedAt: endsOf("diverges"),
    endedAt: endsOf("ends early"),
    withoutLogarithm: isLog ? count((value) => value <= 0) : 0,
    logged: count(() => true),
  };
}

/** The rows of a spec: one for each run and step at which it has a value. */
export function alignedRows(series: AlignedSeries, isLog: boolean): AlignedRow[] {
  const { label: model, tag, names, x, values, has, n, diverged, fringe } = series;
  const { divergedAt, endedAt, segment } = series;
  const isCentred = (i: number) => n[i] > 0 && diverged[i] === 0 && fringe[i] === 0;
  const isJoined = (i: number, j: number) => isCentred(j) && segment[i] === segment[j];
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
        ...{ fringe: fringe[i] === 1, present: segment[i] },
        ...(end !== undefined && { mark: end }),
        alone: isShown(i) && !isShown(i - 1) && !isShown(i + 1),
        centreAlone: isCentred(i) && !isJoined(i, i - 1) && !isJoined(i, i + 1),
      });
    }
  }
  return rows;
}

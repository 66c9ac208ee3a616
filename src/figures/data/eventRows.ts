import type { ReadOptions, Run } from "../../events/index.js";
import { exportRun } from "../../exports/layouts/exportRun.js";
import { exportSequences, isSequenceScalar } from "../../exports/layouts/exportSequences.js";
import { columnName, isSparsityError, metricTags } from "../../exports/layouts/metricTags.js";
import { prepareCurve, type Curve } from "../../stats/index.js";
import type { RunMetric, RunRows } from "../../stats/runRows.js";
import {
  exportedColumns,
  presentColumn,
  presentColumns,
  type MetricColumns,
} from "./metricColumns.js";
import { toRunRows } from "./toRunRows.js";

/** How the rows of a run are made of what it logged. */
export interface EventRows {
  /** What has to be read. */
  readonly read: ReadOptions;
  /** @returns the rows once for each extrapolation error; nothing when the run logged none of the metrics */
  readonly rowsOf: (run: Run) => readonly RunRows[];
}

/** Rows of the papers' runs as their exporter makes them; of others, a row per step of any of the metrics. */
export function eventRows(columns: MetricColumns): EventRows {
  const isOriginal =
    columnName(columns.interpolation) === exportedColumns.interpolation &&
    columnName(columns.extrapolation) === exportedColumns.extrapolation;
  if (isOriginal) return originalRows(columns);
  return isOfSequences(columns) ? sequenceRows(columns) : generalRows(columns);
}

/** Whether metrics are those of runs on sequences of images. */
const isOfSequences = ({ interpolation, extrapolation }: MetricColumns): boolean =>
  columnName(interpolation) === "metric.valid.mse" &&
  /^metric\.test\.extrapolation\.\{[^{}]+\}\.mse$/.test(columnName(extrapolation));

function sequenceRows(columns: MetricColumns): EventRows {
  return {
    read: { scalars: isSequenceScalar },
    rowsOf: (run) => {
      const exported = exportSequences(run);
      return exported === undefined ? [] : toRunRows(exported, columns);
    },
  };
}

function originalRows(columns: MetricColumns): EventRows {
  const metrics: readonly string[] = metricTags;
  return {
    read: { scalars: (tag) => metrics.includes(tag) || isSparsityError(tag) },
    rowsOf: (run) => {
      const exported = exportRun(run);
      if (exported === undefined) return [];
      const [rows] = toRunRows(exported, columns);
      const loggedAt = (tag: string): Uint8Array => {
        const steps = new Set(run.scalars.get(tag)?.step);
        return Uint8Array.from(rows.step, (step) => Number(steps.has(step)));
      };
      const [interpolation, extrapolation] = metricTags.map(loggedAt);
      return [{ ...rows, logged: { interpolation, extrapolation } }];
    },
  };
}

function generalRows({ interpolation, extrapolation, sparsity }: MetricColumns): EventRows {
  const wanted = [interpolation, extrapolation, ...(sparsity === null ? [] : [sparsity])];
  return {
    read: { scalars: (tag) => wanted.some((name) => presentColumns(name, [tag]).length > 0) },
    rowsOf: (run) => {
      const curveOf = (name: string | null): Curve => {
        const tag = name === null ? undefined : presentColumn(name, [...run.scalars.keys()]);
        const series = tag === undefined ? undefined : run.scalars.get(tag);
        return prepareCurve(series?.step ?? [], series?.value ?? []).curve;
      };
      const places = presentColumns(extrapolation, [...run.scalars.keys()]);
      const shared = { interpolation: curveOf(interpolation), sparsity: curveOf(sparsity) };
      const all = places.length > 0 ? places : [{ name: extrapolation, at: undefined }];
      return all
        .map(({ name, at }) => ({
          ...rowsOfCurves(run.name, { ...shared, extrapolation: curveOf(name) }),
          ...(at && { at }),
        }))
        .filter(({ step }) => step.length > 0);
    },
  };
}

/** A row per step at which one of the metrics was logged. */
export function rowsOfCurves(name: string, curves: Readonly<Record<RunMetric, Curve>>): RunRows {
  const all = Object.values(curves).flatMap(({ x }) => [...x]);
  const step = Float64Array.from(new Set(all)).sort();
  const place = new Map(Array.from(step, (at, row) => [at, row]));
  const columnOf = ({ x, y }: Curve) => {
    const values = new Float64Array(step.length).fill(NaN);
    const logged = new Uint8Array(step.length);
    x.forEach((at, index) => {
      const row = place.get(at) ?? -1;
      values[row] = y[index];
      logged[row] = 1;
    });
    return { values, logged };
  };
  const interpolation = columnOf(curves.interpolation);
  const extrapolation = columnOf(curves.extrapolation);
  const sparsity = columnOf(curves.sparsity);
  return {
    name,
    step,
    interpolationError: interpolation.values,
    extrapolationError: extrapolation.values,
    sparsityError: sparsity.values,
    logged: {
      interpolation: interpolation.logged,
      extrapolation: extrapolation.logged,
      sparsity: sparsity.logged,
    },
  };
}

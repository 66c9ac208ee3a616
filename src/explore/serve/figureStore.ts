import type { RunMetric, RunRows } from "../../stats/runRows.js";
import type { LoggedSeries } from "../curves/drawnCurve.js";
import type { StoreIndex } from "../curves/protocol.js";
import type { CurveStore } from "./curveStore.js";

const metrics: readonly (readonly [tag: string, metric: RunMetric, key: keyof RunRows])[] = [
  ["interpolation error", "interpolation", "interpolationError"],
  ["extrapolation error", "extrapolation", "extrapolationError"],
  ["sparsity error", "sparsity", "sparsityError"],
];

/** The runs of a figure of a paper: the metrics that they are judged by, with every logged value. */
export function figureStore(
  id: string,
  title: string,
  series: readonly { readonly label: string; readonly runs: readonly RunRows[] }[],
): CurveStore {
  const runs = series.flatMap(({ label, runs: rows }) => rows.map((run) => ({ label, run })));
  const known: StoreIndex = {
    id,
    title,
    version: 1,
    runs: runs.map(({ label, run }) => ({
      name: [label, run.name, ...Object.values(run.at ?? {})].join("/"),
      facts: { model: label, ...run.at },
      values: metrics.reduce((sum, [, metric]) => sum + loggedRows(run, metric).length, 0),
      note: null,
    })),
    tags: metrics.map(([tag]) => tag),
    facts: ["model", ...new Set(runs.flatMap(({ run }) => Object.keys(run.at ?? {})))],
    isLive: false,
    isOwn: false,
  };
  return {
    id,
    title,
    ready: Promise.resolve(),
    index: () => known,
    series: (run, tag) => {
      const metric = metrics.find(([name]) => name === tag);
      const found = runs[run];
      return metric === undefined || found === undefined
        ? undefined
        : seriesOf(found.run, metric[1], found.run[metric[2]] as Float64Array);
    },
    subscribe: () => () => undefined,
    close: () => undefined,
  };
}

function loggedRows({ step, logged }: RunRows, metric: RunMetric): number[] {
  const mask = logged?.[metric];
  return Array.from(step, (_, row) => row).filter((row) => mask === undefined || mask[row] === 1);
}

/** Tables do not keep when a value was logged: the time stands still. */
function seriesOf(run: RunRows, metric: RunMetric, values: Float64Array): LoggedSeries {
  const rows = loggedRows(run, metric);
  return {
    step: Float64Array.from(rows, (row) => run.step[row]),
    wallTime: new Float64Array(rows.length),
    value: Float64Array.from(rows, (row) => values[row]),
  };
}

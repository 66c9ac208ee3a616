import type { RunMetric, RunRows } from "../../stats/runRows.js";
import type { LoggedSeries } from "../curves/drawnCurve.js";
import type { StoreIndex } from "../curves/protocol.js";
import type { CurveStore } from "./curveStore.js";

/** One metric of a run: what its tag is called, and the rows that it is taken from. */
interface ShownMetric {
  readonly tag: string;
  readonly metric: RunMetric;
  readonly rows: RunRows;
}

/** A run as it was made, whatever the number of places that it is judged at. */
interface WholeRun {
  readonly label: string;
  readonly name: string;
  readonly shown: ShownMetric[];
}

/** The runs of a figure of a paper: the metrics that they are judged by, with every logged value. */
export function figureStore(
  id: string,
  title: string,
  series: readonly { readonly label: string; readonly runs: readonly RunRows[] }[],
): CurveStore {
  const runs = series.flatMap(({ label, runs: rows }) => wholeRuns(label, rows));
  const known: StoreIndex = {
    id,
    title,
    version: 1,
    runs: runs.map(({ label, name, shown }) => ({
      name: `${label}/${name}`,
      facts: { model: label },
      values: shown.reduce((sum, { rows, metric }) => sum + loggedRows(rows, metric).length, 0),
      note: null,
    })),
    tags: [...new Set(runs.flatMap(({ shown }) => shown.map(({ tag }) => tag)))],
    facts: ["model"],
    isLive: false,
    isOwn: false,
  };
  return {
    id,
    title,
    ready: Promise.resolve(),
    index: () => known,
    series(run, tag) {
      const found = runs.at(run)?.shown.find((one) => one.tag === tag);
      return found && seriesOf(found.rows, found.metric);
    },
    subscribe: () => () => undefined,
    close: () => undefined,
  };
}

/** Rows of one run that differ in the place of their extrapolation error are one run with an error for each place. */
function wholeRuns(label: string, all: readonly RunRows[]): WholeRun[] {
  const runs: WholeRun[] = [];
  const placed = new Map<string, WholeRun>();
  for (const rows of all) {
    const { name, at = {} } = rows;
    const place = Object.entries(at).map(([fact, value]) => `${fact} ${value}`);
    const tag = ["extrapolation error", ...place].join(", ");
    const before = rows.at && placed.get(name);
    if (before) before.shown.push({ tag, metric: "extrapolation", rows });
    else {
      const interpolation = { tag: "interpolation error", metric: "interpolation", rows } as const;
      const sparsity = { tag: "sparsity error", metric: "sparsity", rows } as const;
      const extrapolation = { tag, metric: "extrapolation", rows } as const;
      const run = { label, name, shown: [interpolation, extrapolation, sparsity] };
      runs.push(run);
      if (rows.at) placed.set(name, run);
    }
  }
  return runs;
}

function loggedRows({ step, logged }: RunRows, metric: RunMetric): number[] {
  const mask = logged?.[metric];
  return Array.from(step, (_, row) => row).filter((row) => mask === undefined || mask[row] === 1);
}

/** Tables do not keep when a value was logged: the time stands still. */
function seriesOf(run: RunRows, metric: RunMetric): LoggedSeries {
  const rows = loggedRows(run, metric);
  const values = valuesOf(run, metric);
  return {
    step: Float64Array.from(rows, (row) => run.step[row]),
    wallTime: new Float64Array(rows.length),
    value: Float64Array.from(rows, (row) => values[row]),
  };
}

function valuesOf(run: RunRows, metric: RunMetric): ArrayLike<number> {
  switch (metric) {
    case "interpolation":
      return run.interpolationError;
    case "extrapolation":
      return run.extrapolationError;
    case "sparsity":
      return run.sparsityError;
  }
}

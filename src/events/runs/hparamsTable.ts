import type { HParamsExperiment, HParamsSessionStart, HParamValue } from "../decode/hparams.js";
import type { Run } from "./run.js";

/** One training with its hyperparameters and the last values of its metrics. */
export interface HParamsRow {
  /** Name of the run that holds the session. */
  readonly run: string;
  /** Sessions of one group are repetitions with the same hyperparameters. */
  readonly groupName: string;
  readonly status: "unknown" | "success" | "failure" | "running";
  /** Seconds since 1970; NaN when it was not logged. */
  readonly startTime: number;
  readonly endTime: number;
  readonly hparams: ReadonlyMap<string, HParamValue>;
  /** By the names in the table's `metrics`; a metric that was not logged is absent. */
  readonly metrics: ReadonlyMap<string, number>;
}

/** The sessions of a log directory. */
export interface HParamsTable {
  /** Names of the hyperparameters: declared ones first, in the order of their declaration. */
  readonly hparams: readonly string[];
  /** Names of the metrics: `tag`, or `group/tag` for those in a folder below the session's. */
  readonly metrics: readonly string[];
  readonly rows: readonly HParamsRow[];
}

type LastValues = ReadonlyMap<string, number>;

/**
 * Gathers the sessions that the hparams plugin logged. The runs must have been read with `hparams` and
 * with the scalars that may be metrics; only their last values are kept. Where no experiment declares
 * metrics, every scalar of a session's own run is one, as in TensorBoard.
 */
export async function hparamsTable(
  runs: AsyncIterable<Run> | Iterable<Run>,
): Promise<HParamsTable> {
  const lastValues = new Map<string, LastValues>();
  const experiments: HParamsExperiment[] = [];
  const sessions: Run[] = [];
  for await (const run of runs) {
    lastValues.set(
      run.name,
      new Map([...run.scalars].map(([tag, { value }]) => [tag, value.at(-1) ?? NaN])),
    );
    for (const { data } of run.hparams) if (data.type === "experiment") experiments.push(data);
    if (startOf(run) !== undefined) sessions.push({ ...run, scalars: new Map() });
  }
  const declared = experiments.flatMap(({ metrics }) => metrics);
  const rows = sessions.map((run) => rowOf(run, declared, lastValues));
  return {
    hparams: distinct([
      ...experiments.flatMap(({ hparams }) => hparams),
      ...rows.flatMap(({ hparams }) => [...hparams.keys()]),
    ]),
    metrics: distinct([
      ...declared.map(metricName),
      ...rows.flatMap(({ metrics }) => [...metrics.keys()]),
    ]),
    rows,
  };
}

/**
 * The table as a header and rows of plain cells, for CSV and the like: run, group, status, times, then
 * hyperparameters and metrics; lists and records as JSON, what is absent as null.
 */
export function flattenHParamsTable(table: HParamsTable): {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
} {
  const columns = ["run", "group.name", "status", "start.time", "end.time"];
  return {
    columns: [...columns, ...table.hparams, ...table.metrics],
    rows: table.rows.map((row) => [
      row.run,
      row.groupName,
      row.status,
      row.startTime,
      row.endTime,
      ...table.hparams.map((name) => plainCell(row.hparams.get(name))),
      ...table.metrics.map((name) => row.metrics.get(name) ?? null),
    ]),
  };
}

function startOf(run: Run): HParamsSessionStart | undefined {
  return run.hparams
    .map(({ data }) => data)
    .findLast((data): data is HParamsSessionStart => data.type === "session_start");
}

function rowOf(
  run: Run,
  declared: HParamsExperiment["metrics"],
  lastValues: ReadonlyMap<string, LastValues>,
): HParamsRow {
  const start = startOf(run)!;
  const end = run.hparams.map(({ data }) => data).findLast((data) => data.type === "session_end");
  const metrics = new Map<string, number>();
  for (const metric of declared) {
    const folder = joinNames(run.name, metric.group);
    const value = lastValues.get(folder)?.get(metric.tag);
    if (value !== undefined) metrics.set(metricName(metric), value);
  }
  return {
    run: run.name,
    groupName: start.groupName,
    status: end?.type === "session_end" ? end.status : "unknown",
    startTime: start.startTime === 0 ? NaN : start.startTime,
    endTime: end?.type === "session_end" && end.endTime !== 0 ? end.endTime : NaN,
    hparams: start.hparams,
    metrics: declared.length === 0 ? (lastValues.get(run.name) ?? metrics) : metrics,
  };
}

function joinNames(run: string, group: string): string {
  if (group === "") return run;
  return run === "." ? group : `${run}/${group}`;
}

function metricName({ group, tag }: HParamsExperiment["metrics"][number]): string {
  return group === "" ? tag : `${group}/${tag}`;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function plainCell(value: HParamValue | undefined): string | number | boolean | null {
  if (value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

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
  /**
   * Names of the metrics: `tag`, or `group/tag` for those in a folder below the session's; `./group/tag`
   * where a tag of the session itself is called `group/tag`.
   */
  readonly metrics: readonly string[];
  readonly rows: readonly HParamsRow[];
}

type LastValues = ReadonlyMap<string, number>;
type Metric = HParamsExperiment["metrics"][number];

/**
 * Gathers the sessions that the hparams plugin logged. The runs must have been read with `hparams` and
 * with the scalars that may be metrics; only their last values are kept. Where no experiment declares
 * metrics, every scalar of a session's run and of the runs below it is one, as in TensorBoard.
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
  const metrics = declared.length > 0 ? declared : loggedMetrics(sessions, lastValues);
  const nameOf = metricNames(metrics);
  const rows = sessions.map((run) => rowOf(run, metrics, nameOf, lastValues));
  return {
    hparams: distinct([
      ...experiments.flatMap(({ hparams }) => hparams),
      ...rows.flatMap(({ hparams }) => [...hparams.keys()]),
    ]),
    metrics: distinct(metrics.map(nameOf)),
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

/** The first one, as in TensorBoard: a run is one session. */
function startOf(run: Run): HParamsSessionStart | undefined {
  return run.hparams
    .map(({ data }) => data)
    .find((data): data is HParamsSessionStart => data.type === "session_start");
}

function rowOf(
  run: Run,
  wanted: readonly Metric[],
  nameOf: (metric: Metric) => string,
  lastValues: ReadonlyMap<string, LastValues>,
): HParamsRow {
  const start = startOf(run)!;
  const end = run.hparams.map(({ data }) => data).findLast((data) => data.type === "session_end");
  const metrics = new Map<string, number>();
  for (const metric of wanted) {
    const folder = joinNames(run.name, metric.group);
    const value = lastValues.get(folder)?.get(metric.tag);
    if (value !== undefined) metrics.set(nameOf(metric), value);
  }
  return {
    run: run.name,
    groupName: start.groupName,
    status: end?.type === "session_end" ? end.status : "unknown",
    startTime: start.startTime === 0 ? NaN : start.startTime,
    endTime: end?.type === "session_end" && end.endTime !== 0 ? end.endTime : NaN,
    hparams: start.hparams,
    metrics,
  };
}

function joinNames(run: string, group: string): string {
  if (group === "") return run;
  return run === "." ? group : `${run}/${group}`;
}

/** All that sessions and the runs below them logged; a run belongs to the nearest session above it. */
function loggedMetrics(
  sessions: readonly Run[],
  lastValues: ReadonlyMap<string, LastValues>,
): Metric[] {
  const names = new Set(sessions.map(({ name }) => name));
  const found = new Map<string, Metric>();
  for (const [run, values] of lastValues) {
    const session = nearestSession(run, names);
    if (session === undefined) continue;
    const group = groupBelow(session, run);
    for (const tag of values.keys()) found.set(JSON.stringify([group, tag]), { group, tag });
  }
  return [...found.values()];
}

function nearestSession(run: string, sessions: ReadonlySet<string>): string | undefined {
  for (let name = run; ; name = name.slice(0, name.lastIndexOf("/"))) {
    if (sessions.has(name)) return name;
    if (!name.includes("/")) return sessions.has(".") ? "." : undefined;
  }
}

function groupBelow(session: string, run: string): string {
  if (session === run) return "";
  return session === "." ? run : run.slice(session.length + 1);
}

/** Tells metrics apart: a tag may hold slashes as well. */
function metricNames(metrics: readonly Metric[]): (metric: Metric) => string {
  const tags = new Set(metrics.filter(({ group }) => group === "").map(({ tag }) => tag));
  return ({ group, tag }) => {
    if (group === "") return tag;
    const name = `${group}/${tag}`;
    return tags.has(name) ? `./${name}` : name;
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function plainCell(value: HParamValue | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

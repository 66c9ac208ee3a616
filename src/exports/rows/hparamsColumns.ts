import type { HParamsRow, HParamsTable, HParamValue } from "../../events/index.js";
import { distinctNames, type Renaming } from "../../tables/distinctNames.js";
import { inferColumn } from "../../tables/inferColumn.js";
import type { Table } from "../../tables/table.js";

type Cell = string | number | boolean | null;

/** The columns of every such table, before the hyperparameters and metrics. */
const fixed: readonly (readonly [name: string, cell: (row: HParamsRow) => Cell])[] = [
  ["run", ({ run }) => run],
  ["group_name", ({ groupName }) => (groupName === "" ? null : groupName)],
  ["status", ({ status }) => status],
  ["start_time", ({ startTime }) => timeOrNull(startTime)],
  ["end_time", ({ endTime }) => timeOrNull(endTime)],
];

const timeOrNull = (seconds: number): number | null => (Number.isNaN(seconds) ? null : seconds);

/**
 * One row per session of the hparams plugin: `run, group_name, status, start_time, end_time`, its
 * hyperparameters, and the last values of its metrics. Lists and records are JSON; what a session does not
 * have, or has as null, is missing. A hyperparameter that is called like a column before it gets `hparam_`
 * before its name, a metric `metric_`.
 */
export function hparamsColumns(
  table: HParamsTable,
  wanted: (name: string) => boolean = () => true,
  onRenamed: (renaming: Renaming) => void = () => undefined,
): Table {
  const { rows } = table;
  const hparams = table.hparams.filter(wanted);
  const metrics = table.metrics.filter(wanted);
  const { names, renamed } = distinctNames(
    fixed.map(([name]) => name),
    [
      ...hparams.map((name) => ({ name, prefix: "hparam" })),
      ...metrics.map((name) => ({ name, prefix: "metric" })),
    ],
  );
  renamed.forEach(onRenamed);
  const cells: ((row: HParamsRow) => Cell)[] = [
    ...hparams.map((name) => (row: HParamsRow) => plainCell(row.hparams.get(name))),
    ...metrics.map((name) => (row: HParamsRow) => row.metrics.get(name) ?? null),
  ];
  return {
    rows: rows.length,
    columns: [
      ...fixed.map(([name, cell]) => inferColumn(name, rows.map(cell))),
      ...names.map((name, index) => inferColumn(name, rows.map(cells[index]))),
    ],
  };
}

function plainCell(value: HParamValue | undefined): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

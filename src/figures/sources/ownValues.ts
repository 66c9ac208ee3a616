import { factNames } from "../../facts/fact.js";
import type { Column, Table } from "../../tables/table.js";
import { UserError } from "../../util/userError.js";
import { readQuantities, type QuantityValues } from "../logs/readQuantities.js";
import { valuesTable } from "../logs/valuesTable.js";
import { summariseCells, type Cell } from "../logs/summariseCells.js";
import type { ResolvedLogs } from "../logs/resolvedLogs.js";
import { notOwn } from "./curves.js";
import type { Source, SourceContext } from "./source.js";

export const ownValues: Source = {
  name: "values",
  about:
    "of a lookup with `runs` and `quantity`, one row for each group (`kind` is `group`: `quantity`, `series`, `row`, `panel`, " +
    "`centre`, `lower`, `upper`, `n`) and one for each run (`run`: `name`, `value`)",
  load: async (context) => {
    const cells = await ownCells(context);
    const { logs } = context.figure;
    if (logs === undefined) throw notOwn(context);
    return {
      rows: cells.flatMap(rowsOf),
      tables: { "": groupTable(cells), _runs: runTable(cells, logs) },
      people: valuesTable(cells, logs.rule.table, {
        title: context.figure.lookup.title,
        key: context.figure.lookup.key,
        ...(logs.rule.rows !== undefined && {
          rows: logs.rule.labels[logs.rule.rows] ?? logs.rule.rows,
        }),
      }),
    };
  },
};

/**
 * The values of a lookup of one's own logs, summarised; what a reader must know of them is said.
 *
 * @throws {UserError} when the lookup names no quantity, or no run has one of them
 */
export async function ownCells(context: SourceContext): Promise<Cell[]> {
  const { figure, warn } = context;
  const { logs, lookup } = figure;
  if (logs === undefined) throw notOwn(context);
  const { quantities, x, labels } = logs.rule;
  if (quantities.length === 0) {
    throw new UserError(
      `${lookup.origin}: "quantity" is missing: the spec "${lookup.spec}" shows a number of each run.\n` +
        `Write, for example: quantity: { tag: acc/val, take: last, better: larger }`,
    );
  }
  for (const note of logs.notes) warn(note);
  const read = await readQuantities(logs.runs, quantities, {
    x,
    labels,
    origin: lookup.origin,
    warn,
  });
  sayWhatIsMissing(read, warn);
  const cells = summariseCells(read, logs);
  for (const cell of cells) {
    for (const note of cell.notes) warn(`${placeOf(cell)}: ${note}`);
  }
  return cells;
}

const placeOf = ({ quantity, series, rowLabel, column }: Cell): string =>
  [quantity.title, series, rowLabel, column].filter((part) => part !== undefined).join(", ");

function sayWhatIsMissing(read: readonly QuantityValues[], warn: (message: string) => void): void {
  for (const { title, values } of read) {
    for (const { run, value, note } of values) {
      if (value === undefined) warn(`${run} has no ${title}: ${note}`);
    }
  }
}

const noFields = { name: null, value: null, centre: null, lower: null, upper: null, n: null };

function rowsOf(cell: Cell): object[] {
  const { quantity, quantityOrder, series, seriesOrder, row, rowLabel, rowOrder, column } = cell;
  const panel = [quantity.title, ...(column === undefined ? [] : [column])].join(" · ");
  const place = {
    ...noFields,
    quantity: quantity.title,
    series,
    seriesOrder,
    row: row ?? null,
    place: rowLabel ?? "",
    placeOrder: rowOrder,
    panel,
    panelOrder: quantityOrder * 1000 + cell.columnOrder,
  };
  const { centre, lower, upper, n } = cell;
  return [
    { ...place, kind: "group", centre, lower, upper, n },
    ...cell.values
      .filter(({ value }) => value !== undefined && Number.isFinite(value))
      .map(({ run, value }) => ({ ...place, kind: "run", name: run, value })),
  ];
}

/** The figure's numbers: a row per group. */
function groupTable(cells: readonly Cell[]): Table {
  const text = (name: string, value: (cell: Cell) => string | null): Column => ({
    name,
    type: "text",
    values: cells.map(value),
  });
  const number = (name: string, value: (cell: Cell) => number | null): Column => ({
    name,
    type: "double",
    values: cells.map((cell) => value(cell) ?? NaN),
  });
  const has = (key: "rowLabel" | "column") => cells.some((cell) => cell[key] !== undefined);
  return {
    rows: cells.length,
    columns: [
      text("quantity", ({ quantity }) => quantity.title),
      text("series", ({ series }) => series),
      ...(has("rowLabel") ? [text("row", ({ rowLabel }) => rowLabel ?? null)] : []),
      ...(has("column") ? [text("facet", ({ column }) => column ?? null)] : []),
      number("centre", ({ centre }) => centre),
      number("lower", ({ lower }) => lower),
      number("upper", ({ upper }) => upper),
      { name: "n", type: "integer", values: cells.map(({ n }) => n) },
      text("statistic", ({ statistic }) => statistic),
      text("interval", ({ interval }) => interval),
      text("method", ({ method }) => method),
      text("note", ({ notes }) => notes.join("; ")),
    ],
  };
}

/** A row per run: its facts and its number. */
function runTable(cells: readonly Cell[], logs: ResolvedLogs): Table {
  const rows = cells.flatMap((cell) => cell.values.map((one) => ({ cell, one })));
  const facts = factNames(logs.runs.map((run) => run.facts));
  const text = (name: string, value: (row: (typeof rows)[number]) => string | null): Column => ({
    name,
    type: "text",
    values: rows.map(value),
  });
  const number = (
    name: string,
    value: (row: (typeof rows)[number]) => number | undefined,
  ): Column => ({ name, type: "double", values: rows.map((row) => value(row) ?? NaN) });
  return {
    rows: rows.length,
    columns: [
      text("run", ({ one }) => one.run),
      ...facts
        .filter((fact) => !["run", "quantity", "value", "at", "note"].includes(fact))
        .map((fact) =>
          text(fact, ({ one }) => (fact in one.facts ? String(one.facts[fact]) : null)),
        ),
      text("quantity", ({ cell }) => cell.quantity.title),
      number("value", ({ one }) => one.value),
      number("at", ({ one }) => one.x),
      text("note", ({ one }) => one.note ?? ""),
    ],
  };
}

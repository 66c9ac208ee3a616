import { factNames } from "../../facts/fact.js";
import { columnsOf } from "../../tables/columns.js";
import type { Column, Table } from "../../tables/table.js";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import { compareSeries, type Comparison } from "../logs/compareSeries.js";
import { titleOf } from "../logs/labels.js";
import { placeValues } from "../logs/placeValues.js";
import { scaleOf } from "../logs/quantityOf.js";
import { type QuantityValues, readQuantities } from "../logs/readQuantities.js";
import type { ResolvedLogs } from "../logs/resolvedLogs.js";
import { type Cell, summariseCells } from "../logs/summariseCells.js";
import { valuesTable } from "../logs/valuesTable.js";
import { placeOf } from "../lookups/index.js";
import { notOwn } from "./curves.js";
import { sayWhatAxesLose } from "./logAxis.js";
import type { Source, SourceContext } from "./source.js";

export const ownValues: Source = {
  name: "values",
  about:
    "of a lookup with `runs` and `quantity`, one row for each group (`kind` is `group`: `quantity`, `series`, `row`, `panel`, " +
    "`centre`, `lower`, `upper`, `n`, `statistic`, `interval`, `method`) and one for each run (`run`: `name`, `value`); with `compare`, " +
    "the same of the differences between runs that are pairs",
  load: async (context) => {
    const { logs, groups, comparison } = await ownCells(context);
    const { lookup } = context.figure;
    const cells = comparison?.cells ?? groups;
    sayWhatAxesLose(cells, context.params, nameOf, context.warn);
    const { rule } = logs;
    const { rows, panelRow, column } = rule;
    return {
      rows: cells.flatMap((cell) => rowsOf(cell, context.params["percent"] === true)),
      tables: {
        "": groupTable(cells),
        ...(comparison && { _pairs: pairTable(comparison), _groups: groupTable(groups) }),
        _runs: runTable(groups, logs),
      },
      people: valuesTable(cells, rule.table, {
        title: lookup.title,
        key: lookup.key,
        ...(rows !== undefined && { rows: titleOf(rule, rows) }),
        ...(panelRow !== undefined && { panelRow: titleOf(rule, panelRow) }),
        ...(column !== undefined && { column: titleOf(rule, column) }),
      }),
    };
  },
};

/** The numbers of a lookup of one's own logs. */
export interface OwnCells {
  readonly logs: ResolvedLogs;
  readonly groups: readonly Cell[];
  /** Differences between series, where the lookup asks for them. */
  readonly comparison?: Comparison;
}

/**
 * The values of a lookup of one's own logs, summarised; what a reader must know of them is said.
 *
 * @throws {UserError} when the lookup names no quantity, or no run has one of them
 */
export async function ownCells(context: SourceContext): Promise<OwnCells> {
  const { logs, read } = await ownNumbers(context);
  const { warn, figure } = context;
  const placed = placeValues(read, logs);
  const groups = summariseCells(placed, logs);
  const { compare } = logs.rule;
  const { origin } = figure.lookup;
  const comparison = compare && compareSeries(placed, logs, compare, { origin, warn });
  for (const cell of comparison?.cells ?? groups) {
    for (const note of cell.notes) warn(`${nameOf(cell)}: ${note}`);
  }
  return { logs, groups, ...(comparison && { comparison }) };
}

/**
 * Reads the quantities of a lookup; what is missing is said.
 *
 * @throws {UserError} when the lookup names no quantity, or no run has one of them
 */
export async function ownNumbers({ figure, warn }: Pick<SourceContext, "figure" | "warn">) {
  const { logs, lookup } = figure;
  if (logs === undefined) throw notOwn(lookup);
  const { rule } = logs;
  const { quantities, x } = rule;
  if (quantities.length === 0) {
    throw new UserError(
      `${placeOf(lookup, "spec")}: "quantity" is missing: the spec "${lookup.spec}" shows a number of each run.\n` +
        `Write, for example: quantity: { tag: acc/val, take: last, better: larger }`,
    );
  }
  for (const note of logs.notes) warn(note);
  const read = await readQuantities(logs.runs, quantities, {
    x,
    rule,
    origin: lookup.origin,
    warn,
  });
  sayWhatIsMissing(read, warn);
  return { logs, read };
}

const nameOf = ({ quantity, series, rowLabel, panelRow, column }: Cell): string =>
  [quantity.title, series, rowLabel, panelRow, column]
    .filter((part) => part !== undefined)
    .join(", ");

function sayWhatIsMissing(read: readonly QuantityValues[], warn: (message: string) => void): void {
  for (const { title, values } of read) {
    for (const { run, value, note, isOut } of values) {
      if (value === undefined && isOut !== true) warn(`${run} has no ${title}: ${note}`);
    }
  }
}

const noFields = {
  ...{ name: null, value: null, centre: null, lower: null, upper: null, n: null },
  ...{ statistic: null, interval: null, method: null },
};

/**
 * @param isPercent whether the axes show shares as percent; where they do not, as beside numbers of another kind, what is to
 *   be read as percent is percent
 */
function rowsOf(cell: Cell, isPercent: boolean): object[] {
  const { quantity, quantityOrder, series, seriesOrder, row, rowLabel, rowOrder } = cell;
  const { panelRow, panelRowOrder, column, columnOrder, columns } = cell;
  const isScaled = !isPercent && scaleOf(quantity.quantity) === 100;
  const scaled = (value: number | null) => (isScaled && value !== null ? 100 * value : value);
  const title = isScaled ? `${quantity.title} (%)` : quantity.title;
  const panel = [title, panelRow, column].filter((part) => part !== undefined);
  const place = {
    ...noFields,
    quantity: quantity.title,
    series,
    seriesOrder,
    row: row ?? null,
    place: rowLabel ?? "",
    placeOrder: rowOrder,
    panel: panel.join(" · "),
    panelOrder: (quantityOrder * 1000 + panelRowOrder) * columns + columnOrder,
  };
  const [centre, lower, upper] = [cell.centre, cell.lower, cell.upper].map(scaled);
  const { n, statistic, interval, method } = cell;
  return [
    { ...place, kind: "group", centre, lower, upper, n, statistic, interval, method },
    ...cell.values
      .filter(({ value }) => value !== undefined && Number.isFinite(value))
      .map(({ run, value }) => ({
        ...place,
        kind: "run",
        name: run,
        value: scaled(value ?? null),
      })),
  ];
}

/** Where numbers stand, as far as their lookup tells places apart. */
function placeColumns<Row>(rows: readonly Row[], placeOf: (row: Row) => Cell): Column[] {
  const { text } = columnsOf(rows);
  const names = { rowLabel: "row", panelRow: "facet_row", column: "facet" } as const;
  const keys = ["rowLabel", "panelRow", "column"] as const;
  return keys
    .filter((key) => rows.some((row) => placeOf(row)[key] !== undefined))
    .map((key) => text(names[key], (row) => placeOf(row)[key] ?? null));
}

/** The figure's numbers: a row per group. */
function groupTable(cells: readonly Cell[]): Table {
  const { text, number, count } = columnsOf(cells);
  const isDifference = cells.some(({ against }) => against !== undefined);
  return {
    rows: cells.length,
    columns: [
      text("quantity", ({ quantity }) => quantity.title),
      text("series", ({ series }) => series),
      ...(isDifference ? [text("against", ({ against }) => against ?? null)] : []),
      ...placeColumns(cells, (cell) => cell),
      number("centre", ({ centre }) => centre),
      number("lower", ({ lower }) => lower),
      number("upper", ({ upper }) => upper),
      count("n", ({ n }) => n),
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
  const { text, number } = columnsOf(rows);
  return {
    rows: rows.length,
    columns: [
      text("run", ({ one }) => one.run),
      ...facts
        .filter((fact) => !["run", "quantity", "value", "at", "note"].includes(fact))
        .map((fact) =>
          text(fact, ({ one }) =>
            Object.hasOwn(one.facts, fact) ? String(own(one.facts, fact)) : null,
          ),
        ),
      text("quantity", ({ cell }) => cell.quantity.title),
      number("value", ({ one }) => one.value),
      number("at", ({ one }) => one.x),
      text("note", ({ one }) => one.note ?? ""),
    ],
  };
}

/** A row per pair, and per run without a partner. */
function pairTable({ pairs, over, to }: Comparison): Table {
  const { text, number } = columnsOf(pairs);
  return {
    rows: pairs.length,
    columns: [
      text("quantity", ({ cell }) => cell.quantity.title),
      text("series", ({ cell }) => cell.series),
      text("against", () => to),
      ...placeColumns(pairs, ({ cell }) => cell),
      ...over.map((fact) =>
        text(fact, ({ facts }) => (Object.hasOwn(facts, fact) ? String(own(facts, fact)) : null)),
      ),
      text("run", ({ first }) => first?.run ?? null),
      text("run_against", ({ second }) => second?.run ?? null),
      number("value", ({ first }) => first?.value),
      number("value_against", ({ second }) => second?.value),
      number("difference", ({ difference }) => difference),
      text("note", ({ note }) => note),
    ],
  };
}

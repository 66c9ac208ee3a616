import { type Fact, type Facts, valuesOf } from "../../facts/fact.js";
import { groupRuns } from "../../facts/groupRuns.js";
import { own } from "../../util/own.js";
import { factLabel, seriesLabel } from "./factLabel.js";
import { labelOf } from "./labels.js";
import type { QuantityValues, RunValue } from "./readQuantities.js";
import type { ResolvedLogs } from "./resolvedLogs.js";

/** Where numbers stand in a figure or a table. */
export interface Place {
  readonly quantity: QuantityValues;
  readonly quantityOrder: number;
  readonly series: string;
  readonly seriesOrder: number;
  /** Value of the fact that rows of a table, or the x axis, stand for; undefined without such a fact. */
  readonly row?: Fact;
  readonly rowLabel?: string;
  readonly rowOrder: number;
  /** Of a row of panels. */
  readonly panelRow?: string;
  readonly panelRowOrder: number;
  /** Of a column of panels. */
  readonly column?: string;
  readonly columnOrder: number;
  /** Number of columns of panels. */
  readonly columns: number;
}

/** The runs of one series at one place. */
export interface PlacedValues {
  readonly place: Place;
  readonly facts: Facts;
  readonly values: readonly RunValue[];
}

/** Sorts the values of a lookup's quantities: an entry per quantity, panel, row and series that has runs. */
export function placeValues(
  quantities: readonly QuantityValues[],
  logs: ResolvedLogs,
): PlacedValues[] {
  const { rule, by, runs } = logs;
  const all = runs.map((run) => run.facts);
  const valuesBy = (name: string | undefined) =>
    name === undefined ? [undefined] : valuesOf(all, name, rule.order);
  const [panelRows, columns, rows] = [rule.panelRow, rule.column, rule.rows].map(valuesBy);
  const groups = groupRuns(runs, by, rule.order);
  const isAt = (facts: Facts, name: string | undefined, value: Fact | undefined) =>
    name === undefined || own(facts, name) === value;
  const placed: PlacedValues[] = [];
  for (const [quantityOrder, quantity] of quantities.entries()) {
    for (const [panelRowOrder, panelRow] of panelRows.entries()) {
      for (const [columnOrder, column] of columns.entries()) {
        for (const [rowOrder, row] of rows.entries()) {
          for (const [seriesOrder, { facts }] of groups.entries()) {
            const values = quantity.values.filter(
              (one) =>
                isAt(one.facts, rule.panelRow, panelRow) &&
                isAt(one.facts, rule.column, column) &&
                isAt(one.facts, rule.rows, row) &&
                by.every((name) => own(one.facts, name) === own(facts, name)),
            );
            if (values.length === 0) continue;
            placed.push({
              facts,
              values,
              place: {
                ...{
                  quantity,
                  quantityOrder,
                  series: seriesLabel(by, facts, rule.labels),
                  seriesOrder,
                },
                ...(rule.rows !== undefined && { row, rowLabel: labelOf(rule, row) }),
                rowOrder,
                ...(rule.panelRow !== undefined && {
                  panelRow: factLabel(rule.panelRow, panelRow, rule.labels),
                }),
                panelRowOrder,
                ...(rule.column !== undefined && {
                  column: factLabel(rule.column, column, rule.labels),
                }),
                ...{ columnOrder, columns: columns.length },
              },
            });
          }
        }
      }
    }
  }
  return placed;
}

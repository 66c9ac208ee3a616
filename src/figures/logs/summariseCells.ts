import { factText, valuesOf, type Fact } from "../../facts/fact.js";
import { groupRuns } from "../../facts/groupRuns.js";
import { summariseGroup, type GroupSummary, type StatisticOptions } from "../../stats/index.js";
import { factLabel, seriesLabel } from "./factLabel.js";
import type { ResolvedLogs } from "./resolvedLogs.js";
import type { QuantityValues, RunValue } from "./readQuantities.js";

/** The runs of one series at one place, with what they came to. */
export interface Cell extends GroupSummary {
  readonly quantity: QuantityValues;
  readonly quantityOrder: number;
  readonly series: string;
  readonly seriesOrder: number;
  /** Value of the fact that rows of a table, or the x axis, stand for; undefined without such a fact. */
  readonly row?: Fact;
  readonly rowLabel?: string;
  readonly rowOrder: number;
  readonly column?: string;
  readonly columnOrder: number;
  readonly values: readonly RunValue[];
}

/** Summarises the values of a lookup's quantities: a cell per quantity, row, column and series that has runs. */
export function summariseCells(quantities: readonly QuantityValues[], logs: ResolvedLogs): Cell[] {
  const { rule, by, runs } = logs;
  const labelOf = (fact: Fact | undefined) => rule.labels[factText(fact)] ?? factText(fact);
  const facts = runs.map((run) => run.facts);
  const valuesBy = (name: string | undefined) =>
    name === undefined ? [undefined] : valuesOf(facts, name);
  const cells: Cell[] = [];
  for (const [quantityOrder, quantity] of quantities.entries()) {
    const options = optionsOf(quantity, rule.statistic);
    for (const [columnOrder, column] of valuesBy(rule.column).entries()) {
      for (const [rowOrder, row] of valuesBy(rule.rows).entries()) {
        for (const [seriesOrder, group] of groupRuns(runs, by).entries()) {
          const values = quantity.values.filter(
            (one) =>
              (rule.column === undefined || one.facts[rule.column] === column) &&
              (rule.rows === undefined || one.facts[rule.rows] === row) &&
              by.every((name) => one.facts[name] === group.facts[name]),
          );
          if (values.length === 0) continue;
          cells.push({
            ...summariseGroup(
              values.map(({ value }) => value),
              options,
            ),
            quantity,
            quantityOrder,
            series: seriesLabel(by, group.facts, rule.labels),
            seriesOrder,
            ...(rule.rows !== undefined && { row, rowLabel: labelOf(row) }),
            rowOrder,
            ...(rule.column !== undefined && {
              column: factLabel(rule.column, column, rule.labels),
            }),
            columnOrder,
            values,
          });
        }
      }
    }
  }
  return cells;
}

/** A share of runs has Wilson's interval unless the lookup says another one. */
function optionsOf(
  { quantity }: QuantityValues,
  statistic: ResolvedLogs["rule"]["statistic"],
): StatisticOptions {
  if (quantity.threshold === undefined) return statistic;
  return {
    ...statistic,
    centre: "mean",
    interval: statistic.interval === "none" ? "none" : "wilson",
  };
}

import { type Fact, factText } from "../../facts/fact.js";
import { own } from "../../util/own.js";
import type { OwnLogs } from "../lookups/ownLogs.js";

type Labelled = Pick<OwnLogs, "labels" | "units">;

/** What a value, a fact, a tag or an axis is called in a figure. */
export function labelOf({ labels }: Pick<OwnLogs, "labels">, name: Fact | undefined): string {
  const text = factText(name);
  return own(labels, text) ?? text;
}

/** The same with its unit, as a title has it: "Learning rate (1/s)". */
export function titleOf(rule: Labelled, name: string): string {
  return withUnit(labelOf(rule, name), own(rule.units, name));
}

export const withUnit = (title: string, unit: string | undefined): string =>
  unit === undefined ? title : `${title} (${unit})`;

import { own } from "../util/own.js";
import { type Fact, type FactOrders, type Facts, factText, valuesOf } from "./fact.js";

/** Runs that have the same facts, but for those that tell them apart within a group. */
export interface Group<R> {
  readonly facts: Facts;
  readonly runs: readonly R[];
}

/**
 * Groups runs by some facts, groups in the order of the facts' values.
 *
 * @param by names of the facts; none: all runs are one group
 * @param order of the values of facts, where it is not that of the values themselves
 */
export function groupRuns<R extends { readonly facts: Facts }>(
  runs: readonly R[],
  by: readonly string[],
  order: FactOrders = {},
): Group<R>[] {
  const groups = new Map<string, { facts: Record<string, Fact>; runs: R[] }>();
  for (const run of runs) {
    const key = JSON.stringify(by.map((name) => factText(own(run.facts, name))));
    const group = groups.get(key);
    if (group !== undefined) group.runs.push(run);
    else {
      const facts = Object.fromEntries(
        by.flatMap((name) => {
          const fact = own(run.facts, name);
          return fact === undefined ? [] : [[name, fact] as const];
        }),
      );
      groups.set(key, { facts, runs: [run] });
    }
  }
  const orders = by.map((name) => {
    const values = valuesOf(
      runs.map(({ facts }) => facts),
      name,
      order,
    );
    return { name, place: new Map(values.map((value, index) => [value, index])) };
  });
  const placeOf = (facts: Facts) =>
    orders.map(({ name, place }) => place.get(own(facts, name)) ?? 0);
  return [...groups.values()].sort((a, b) => {
    const [left, right] = [placeOf(a.facts), placeOf(b.facts)];
    const differs = left.findIndex((place, index) => place !== right[index]);
    return differs < 0 ? 0 : left[differs] - right[differs];
  });
}

import { own } from "../util/own.js";
import { compareNaturally } from "../util/text/compareNaturally.js";

/** What is known of a run: a word, a number or a yes. */
export type Fact = string | number | boolean;

/** Facts of one run by their names. */
export type Facts = Readonly<Record<string, Fact>>;

const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * A fact as it is written in a name: numbers are numbers, `1e-3` too, and `true` and `false` are what they
 * say. Digits that a number would lose stay text: `007`, and more than 15 of them.
 */
export function parseFact(text: string): Fact {
  if (text === "true" || text === "True") return true;
  if (text === "false" || text === "False") return false;
  const hasLeadingZeros = /^[-+]?0\d/.test(text);
  const isLong = text.replace(/e.*$/i, "").replace(/\D/g, "").length > 15;
  return number.test(text) && !hasLeadingZeros && !isLong ? Number(text) : text;
}

/** A fact as a label. */
export function factText(fact: Fact | undefined): string {
  return fact === undefined ? "(none)" : String(fact);
}

/** Numbers by size, then words in natural order, what is not known last. */
export function compareFacts(a: Fact | undefined, b: Fact | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const rank = (fact: Fact | undefined) =>
    fact === undefined ? 2 : typeof fact === "number" ? 0 : 1;
  return rank(a) - rank(b) || compareNaturally(factText(a), factText(b));
}

/** Orders of the values of some facts that are not those of the values themselves. */
export type FactOrders = Readonly<Record<string, readonly Fact[]>>;

/** The different values of a fact among some runs, in order: those that an order lists first. */
export function valuesOf(
  runs: readonly Facts[],
  name: string,
  orders: FactOrders = {},
): (Fact | undefined)[] {
  const listed = (own(orders, name) ?? []).map(factText);
  const placeOf = (fact: Fact | undefined) => {
    const place = listed.indexOf(factText(fact));
    return place < 0 ? listed.length : place;
  };
  return [...new Set(runs.map((facts) => own(facts, name)))].sort(
    (a, b) => placeOf(a) - placeOf(b) || compareFacts(a, b),
  );
}

/** Names of all facts of some runs, in the order in which they first come. */
export function factNames(runs: readonly Facts[]): string[] {
  const names = new Set<string>();
  for (const facts of runs) for (const name in facts) names.add(name);
  return [...names];
}

import { type Fact, type Facts, factText } from "../../facts/fact.js";
import { pairedDifference } from "../../stats/index.js";
import { own, setOwn } from "../../util/own.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { OwnCompare } from "../lookups/ownLogs.js";
import type { Place, PlacedValues } from "./placeValues.js";
import type { RunValue } from "./readQuantities.js";
import type { ResolvedLogs } from "./resolvedLogs.js";
import type { Cell } from "./summariseCells.js";

/** Two runs that agree in what pairs them; one of them alone has no difference. */
export interface Pair {
  readonly cell: Cell;
  /** Values of the facts that pair them. */
  readonly facts: Facts;
  readonly first?: RunValue;
  readonly second?: RunValue;
  readonly difference?: number;
  readonly note: string;
}

/** Differences between series, and the pairs behind them. */
export interface Comparison {
  readonly cells: readonly Cell[];
  readonly pairs: readonly Pair[];
  /** Facts in which the runs of a pair agree. */
  readonly over: readonly string[];
  readonly to: string;
}

/**
 * Differences of each series to one of them, run by run: equal seeds mean equal data and equal beginnings, so that
 * the differences vary less than the runs do. Runs without a partner are counted and named.
 *
 * @throws {UserError} when there is no such series, nothing says what a pair is, or a run has two partners
 */
export function compareSeries(
  placed: readonly PlacedValues[],
  logs: ResolvedLogs,
  compare: OwnCompare,
  context: { readonly origin: string; readonly warn: (message: string) => void },
): Comparison {
  const { origin, warn } = context;
  const to = referenceOf(placed, logs, compare, origin);
  const over = pairingFacts(logs, compare, origin);
  const cells: Cell[] = [];
  const pairs: Pair[] = [];
  for (const { place, values } of placed) {
    if (place.series === to) continue;
    const reference = placed.find(
      (other) => other.place.series === to && isSamePlace(other.place, place),
    );
    const first = byKey(values, over, origin);
    const second = byKey(reference?.values ?? [], over, origin);
    const difference = pairedDifference(numbersOf(first), numbersOf(second), logs.rule.statistic);
    const alone = [
      ...difference.unpaired.first.map((key) => nameOf(first, key)),
      ...difference.unpaired.second.map((key) => nameOf(second, key)),
    ];
    const { quantity } = place;
    const title = `${quantity.title}, difference to ${to}`;
    const cell: Cell = {
      ...difference,
      ...place,
      quantity: { ...quantity, title },
      statistic: `${difference.statistic} of paired differences`,
      notes: difference.notes.map((note) =>
        note.startsWith("without a pair") ? `${note} (${alone.join(", ")})` : note,
      ),
      values: difference.pairs.map((key) => differenceOf(first.get(key), second.get(key))),
      against: to,
    };
    cells.push(cell);
    if (difference.pairs.length === 0) {
      warn(
        `${place.series} has no pair with ${to}${where(place)}: no two runs agree in ${over.join(", ")}`,
      );
    }
    for (const key of new Set([...first.keys(), ...second.keys()])) {
      pairs.push(pairOf(cell, over, first.get(key), second.get(key)));
    }
  }
  sayWhatIsNotCompared(placed, to, warn);
  return { cells, pairs, over, to };
}

/** Runs of the reference where another series has none: nothing is drawn there. */
function sayWhatIsNotCompared(
  placed: readonly PlacedValues[],
  to: string,
  warn: (message: string) => void,
): void {
  const names = new Set(placed.map(({ place }) => place.series));
  for (const { place } of placed.filter((one) => one.place.series === to)) {
    const there = placed.filter((one) => isSamePlace(one.place, place));
    for (const name of names) {
      if (there.some((one) => one.place.series === name)) continue;
      warn(`${name} has no run${where(place)}: no difference to ${to} there`);
    }
  }
}

const isSamePlace = (a: Place, b: Place): boolean =>
  a.quantity === b.quantity &&
  a.panelRowOrder === b.panelRowOrder &&
  a.columnOrder === b.columnOrder &&
  a.rowOrder === b.rowOrder;

function referenceOf(
  placed: readonly PlacedValues[],
  { by }: ResolvedLogs,
  { to }: OwnCompare,
  origin: string,
): string {
  const found = placed.find(
    ({ place, facts }) =>
      place.series === to || by.map((name) => factText(own(facts, name))).join(", ") === to,
  );
  if (found !== undefined) return found.place.series;
  const names = [...new Set(placed.map(({ place }) => place.series))];
  throw new UserError(
    `${origin}: "compare.to": there is no series "${to}".${didYouMean(to, names)}\n` +
      `The series are: ${names.join(", ")}. Say with "series: { by: ... }" what makes one.`,
  );
}

function pairingFacts({ seed, runs }: ResolvedLogs, { over }: OwnCompare, origin: string) {
  const isKnown = seed !== undefined && runs.some(({ facts }) => Object.hasOwn(facts, seed));
  const facts = over ?? (isKnown ? [seed] : undefined);
  if (facts !== undefined) return facts;
  throw new UserError(
    `${origin}: "compare": nothing says which runs are a pair: no fact is called like a seed.\n` +
      `Name the facts in which the runs of a pair agree: compare: { to: ..., over: seed }`,
  );
}

type Runs = ReadonlyMap<string, RunValue>;

function byKey(values: readonly RunValue[], over: readonly string[], origin: string): Runs {
  const runs = new Map<string, RunValue>();
  for (const value of values) {
    if (value.isOut === true) continue;
    const key = over.map((name) => factText(own(value.facts, name))).join(", ");
    const before = runs.get(key);
    if (before !== undefined) throw twoPartners(before, value, over, key, origin);
    runs.set(key, value);
  }
  return runs;
}

function twoPartners(
  first: RunValue,
  second: RunValue,
  over: readonly string[],
  key: string,
  origin: string,
): UserError {
  const differ = Object.keys(first.facts).filter(
    (name) => own(first.facts, name) !== own(second.facts, name),
  );
  return new UserError(
    `${origin}: "compare": ${first.run} and ${second.run} are of the same series and both have ${over.join(", ")} ${key}: ` +
      `which of them is meant?\n` +
      (differ.length > 0
        ? `They differ in ${differ.join(", ")}: name it in "over", "rows", "facet" or "where".`
        : `Nothing that is known tells them apart: say with "name", "pattern" or "facts" what does.`),
  );
}

const numbersOf = (runs: Runs): Map<string, number | undefined> =>
  new Map([...runs].map(([key, { value }]) => [key, value]));

const nameOf = (runs: Runs, key: string): string => runs.get(key)?.run ?? key;

/** The difference as if it were the number of a run. */
function differenceOf(first: RunValue | undefined, second: RunValue | undefined): RunValue {
  const [a, b] = [first?.value, second?.value];
  return {
    run: `${first?.run} − ${second?.run}`,
    facts: first?.facts ?? {},
    value: a === undefined || b === undefined ? undefined : a - b,
  };
}

function pairOf(cell: Cell, over: readonly string[], first?: RunValue, second?: RunValue): Pair {
  const run = first ?? second;
  const facts: Record<string, Fact> = {};
  for (const name of over) {
    const value = own(run?.facts, name);
    if (value !== undefined) setOwn(facts, name, value);
  }
  const notes = [
    ...(first === undefined || second === undefined ? ["no pair"] : []),
    ...[first, second].flatMap((one) =>
      one?.note === undefined ? [] : [`${one.run}: ${one.note}`],
    ),
  ];
  const difference = differenceOf(first, second).value;
  return {
    ...{ cell, facts, note: notes.join("; ") },
    ...(first && { first }),
    ...(second && { second }),
    ...(difference !== undefined && { difference }),
  };
}

function where({ rowLabel, panelRow, column }: Place): string {
  const parts = [rowLabel, panelRow, column].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : ` at ${parts.join(", ")}`;
}

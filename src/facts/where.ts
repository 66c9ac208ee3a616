import { own } from "../util/own.js";
import { didYouMean } from "../util/text/didYouMean.js";
import { UserError } from "../util/userError.js";
import { type Fact, factNames, type Facts, factText, parseFact, valuesOf } from "./fact.js";

/** A value, several, or a comparison with a number such as `<= 0.01`; `!= x` is all others. */
export type Condition = Fact | readonly Fact[];

/** Conditions by fact: a run must meet all of them. */
export type Where = Readonly<Record<string, Condition>>;

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "<=": (value, limit) => value <= limit,
  ">=": (value, limit) => value >= limit,
  "<": (value, limit) => value < limit,
  ">": (value, limit) => value > limit,
};

/**
 * Whether runs meet some conditions. A run that lacks a fact does not meet a condition on it.
 *
 * @param runs facts of all runs: what a condition may name
 * @param placeOf where a condition is set, by its fact: for messages
 * @param names of all facts of the runs, where `runs` hold those alone that are asked for
 * @throws {UserError} when a condition names a fact that no run has, or a value that none has
 */
export function meets(
  where: Where,
  runs: readonly Facts[],
  placeOf: (name: string) => string,
  names: readonly string[] = factNames(runs),
): (facts: Facts) => boolean {
  const tests = Object.entries(where).map(([name, condition]) => {
    if (!names.includes(name)) {
      throw new UserError(
        `${placeOf(name)}: "where": no run has the fact "${name}".${didYouMean(name, names)}\n` +
          `The runs have: ${names.join(", ") || "no facts"}.`,
      );
    }
    const test = testOf(condition);
    const values = valuesOf(runs, name);
    if (!values.some((value) => value !== undefined && test(value))) {
      throw new UserError(
        `${placeOf(name)}: "where": no run has ${name}: ${JSON.stringify(condition)}.\n` +
          `There are: ${values.map(factText).join(", ")}.`,
      );
    }
    return { name, test };
  });
  return (facts) =>
    tests.every(({ name, test }) => {
      const fact = own(facts, name);
      return fact !== undefined && test(fact);
    });
}

function testOf(condition: Condition): (value: Fact) => boolean {
  if (typeof condition === "object") {
    const tests = condition.map(testOf);
    return (value) => tests.some((test) => test(value));
  }
  if (typeof condition === "string") {
    const [, sign, operand] = /^\s*(<=|>=|!=|<|>)\s*(.+?)\s*$/.exec(condition) ?? [];
    if (sign === "!=") return (value) => factText(value) !== factText(parseFact(operand));
    const limit = Number(operand);
    const compares = sign === undefined ? undefined : own(comparisons, sign);
    if (compares !== undefined && !Number.isNaN(limit)) {
      return (value) => typeof value === "number" && compares(value, limit);
    }
    return (value) => factText(value) === condition || value === parseFact(condition);
  }
  return (value) => value === condition || factText(value) === factText(condition);
}

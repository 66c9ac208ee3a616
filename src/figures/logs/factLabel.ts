import { type Fact, type Facts, factText } from "../../facts/fact.js";
import { own } from "../../util/own.js";

type Labels = Readonly<Record<string, string>>;

/**
 * A value of a fact where nothing beside it says which fact it is: a word speaks for itself, a number or a yes needs
 * the fact's name (`lr = 0.01`). A label that the lookup gives to the value comes first.
 */
export function factLabel(name: string, value: Fact | undefined, labels: Labels): string {
  const text = factText(value);
  return (
    own(labels, text) ??
    (typeof value === "string" ? text : `${own(labels, name) ?? name} = ${text}`)
  );
}

/** What a series is called: the facts that tell it apart. */
export function seriesLabel(by: readonly string[], facts: Facts, labels: Labels): string {
  return by.map((name) => factLabel(name, own(facts, name), labels)).join(", ") || "all runs";
}

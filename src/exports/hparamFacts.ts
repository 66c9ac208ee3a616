import type { HParamValue, Run } from "../events/index.js";
import type { Fact, Facts } from "../facts/fact.js";
import { setOwn } from "../util/own.js";

/** The hyperparameters that a run logged, as facts; lists and records as JSON, nothing for null. */
export function hparamFacts(run: Pick<Run, "hparams">): Facts {
  const facts: Record<string, Fact> = {};
  for (const { data } of run.hparams) {
    if (data.type !== "session_start") continue;
    for (const [name, value] of data.hparams) {
      const fact = factOf(value);
      if (fact !== undefined) setOwn(facts, name, fact);
    }
  }
  return facts;
}

function factOf(value: HParamValue): Fact | undefined {
  if (value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/**
 * Hyperparameters by run. Those of a folder below a run are the run's, where it has none itself: `add_hparams`
 * of PyTorch writes them there.
 *
 * @param own hyperparameters by the name of the run that logged them
 */
export function inheritHparams(
  names: readonly string[],
  own: ReadonlyMap<string, Facts>,
): Map<string, Facts> {
  const hasFacts = (name: string) => Object.keys(own.get(name) ?? {}).length > 0;
  return new Map(
    names.map((name) => {
      if (hasFacts(name)) return [name, own.get(name) ?? {}];
      const below = names.filter((other) => other.startsWith(`${name}/`) && hasFacts(other));
      return [name, below.length === 1 ? (own.get(below[0]) ?? {}) : {}];
    }),
  );
}

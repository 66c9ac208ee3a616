import { RunReader } from "../../events/index.js";
import { hparamFacts, inheritHparams } from "../../exports/hparamFacts.js";
import type { TrainedRuns } from "../../exports/hparamSessions.js";
import { factNames, type Facts } from "../../facts/fact.js";
import { factsOfRuns, type FactRules, type RunFacts } from "../../facts/runFacts.js";
import type { LogRun } from "./resolvedLogs.js";

/** What a lookup says about facts: where they come from, and which it names. */
export interface FactsAsked extends Pick<FactRules, "name" | "pattern" | "seed"> {
  /** Facts that are named. */
  readonly wanted?: readonly string[];
  /** Whether hyperparameters are wanted whatever names say. */
  readonly hparams?: boolean;
}

/**
 * Facts without reading a log where a form of names or a table is given that says all that is asked for; else
 * hyperparameters too.
 *
 * @param table facts by the run's name
 */
export async function factsOfLogs(
  { runs, hparams: ofSessions }: TrainedRuns,
  asked: FactsAsked,
  table?: ReadonlyMap<string, Facts>,
): Promise<RunFacts<LogRun>> {
  const bare = runs.map((directory) => ({ name: directory.name, hparams: {}, directory }));
  const { wanted = [], hparams: isForced, ...rules } = { ...asked, table };
  const facts = factsOfRuns(bare, rules);
  const known = factNames(facts.runs.map((run) => run.facts));
  const isNamed = rules.name ?? rules.pattern ?? table;
  if (!isForced && isNamed !== undefined && wanted.every((name) => known.includes(name)))
    return facts;
  const reader = new RunReader({ scalars: false, hparams: true });
  const own = new Map<string, Facts>();
  for (const directory of runs) {
    const { name } = directory;
    own.set(name, ofSessions.get(name) ?? hparamFacts(await reader.read(directory)));
  }
  const hparams = inheritHparams([...own.keys()], own);
  return factsOfRuns(
    bare.map((run) => ({ ...run, hparams: hparams.get(run.name) ?? {} })),
    rules,
  );
}

import { type RunDirectory, RunReader } from "../../../events/index.js";
import { hparamFacts, inheritHparams } from "../../../exports/hparamFacts.js";
import { type Fact, factNames, type Facts, valuesOf } from "../../../facts/fact.js";
import { factsOfRuns } from "../../../facts/runFacts.js";
import { describeRenaming, distinctNames } from "../../../tables/distinctNames.js";
import { inferColumn } from "../../../tables/inferColumn.js";
import type { Column } from "../../../tables/table.js";
import { own } from "../../../util/own.js";

/** What is known of runs, as columns beside others: a value for each run, in their order. */
export interface FactColumns {
  readonly columns: readonly Column[];
}

/** Hyperparameters of runs by their names, read from their logs. */
export async function readHparams(runs: readonly RunDirectory[]): Promise<Map<string, Facts>> {
  const reader = new RunReader({ scalars: false, hparams: true });
  const own = new Map<string, Facts>();
  for (const run of runs) own.set(run.name, hparamFacts(await reader.read(run)));
  return inheritHparams([...own.keys()], own);
}

/**
 * Facts of runs out of their names and hyperparameters as columns. One that is called like a column that is
 * there already gets `fact_` before its name.
 *
 * @param taken names of the other columns
 */
export function factColumns(
  names: readonly string[],
  hparams: ReadonlyMap<string, Facts>,
  taken: readonly string[],
  warn: (message: string) => void,
): Column[] {
  const { runs } = factsOfRuns(names.map((name) => ({ name, hparams: hparams.get(name) ?? {} })));
  const known = new Map(runs.map(({ run, facts }) => [run.name, facts]));
  const facts = names.map((name) => known.get(name) ?? {});
  // Where nothing is known of a run, its only fact is its name.
  const wanted = factNames(facts).filter((name) => name !== "name");
  const named = distinctNames(
    taken,
    wanted.map((name) => ({ name, prefix: "fact" })),
  );
  for (const renaming of named.renamed) warn(describeRenaming(renaming));
  return wanted.map((fact, index) => factColumn(named.names[index], fact, facts));
}

function factColumn(name: string, fact: string, facts: readonly Facts[]): Column {
  const values = valuesOf(facts, fact).filter((value) => value !== undefined);
  const isWhole = values.every((value) => Number.isSafeInteger(value));
  const asCell = (value: Fact | undefined) =>
    value === undefined ? null : isWhole ? BigInt(value) : value;
  return inferColumn(
    name,
    facts.map((known) => asCell(own(known, fact))),
  );
}

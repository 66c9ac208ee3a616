import { own } from "../util/own.js";
import { factNames, type Facts, factText, valuesOf } from "./fact.js";
import { inferForm } from "./inferForm.js";
import { type NameReader, readByForm, readByPattern, seedWords } from "./namePattern.js";

/** A run as far as its facts are concerned. */
export interface KnownRun {
  readonly name: string;
  /** Its hyperparameters, as they were logged. */
  readonly hparams: Facts;
}

/** Where facts come from. */
export interface FactRules {
  /** Form of the names: `{model}_lr-{lr}_seed-{seed}`. */
  readonly name?: string;
  /** Regular expression with named groups. */
  readonly pattern?: string;
  /** Facts by the run's name, as of a table. */
  readonly table?: ReadonlyMap<string, Facts>;
  /** Which fact tells the runs of a group apart. Default: a fact that is called like a seed. */
  readonly seed?: string;
}

/** A run with its facts. */
export interface RunWithFacts<R extends KnownRun = KnownRun> {
  readonly run: R;
  readonly facts: Facts;
}

/** What is known of some runs. */
export interface RunFacts<R extends KnownRun = KnownRun> {
  readonly runs: readonly RunWithFacts<R>[];
  /** Names that are not of the form that was asked for: their runs are in none of the groups. */
  readonly unread: readonly string[];
  /** The form that the names were read by, given or inferred. */
  readonly form?: string;
  readonly inferred: boolean;
  readonly seed?: string;
  /** Facts that differ between groups: runs that agree in all of them are one group. */
  readonly groupBy: readonly string[];
}

/**
 * Facts of runs: out of a table, their names and their hyperparameters, in this order where two say the same.
 * Without a rule the form of the names is inferred, and hyperparameters come first. Runs of which nothing is
 * known are told apart by the fact `name`.
 *
 * @throws {UserError} when a form or a pattern cannot be read
 */
export function factsOfRuns<R extends KnownRun>(
  runs: readonly R[],
  rules: FactRules = {},
): RunFacts<R> {
  const isGiven = rules.name !== undefined || rules.pattern !== undefined;
  const form = rules.name ?? (isGiven ? undefined : soundForm(runs));
  const read: NameReader =
    rules.pattern !== undefined
      ? readByPattern(rules.pattern)
      : form === undefined
        ? () => ({})
        : readByForm(form);
  const unread: string[] = [];
  const withFacts: RunWithFacts<R>[] = [];
  for (const run of runs) {
    const named = read(run.name);
    const listed = rules.table?.get(run.name);
    if (named === undefined && listed === undefined) unread.push(run.name);
    else {
      const ofName = isGiven ? { ...run.hparams, ...named } : { ...named, ...run.hparams };
      withFacts.push({ run, facts: { ...ofName, ...listed } });
    }
  }
  const known = withoutRepetitions(withFacts, isGiven ? [] : ["model", "dataset"]);
  const told = factNames(known.map(({ facts }) => facts)).length > 0;
  const all = told ? known : known.map(({ run }) => ({ run, facts: { name: run.name } }));
  const facts = all.map((one) => one.facts);
  const seed = rules.seed ?? factNames(facts).find((name) => seedWords.has(name.toLowerCase()));
  return {
    runs: all,
    unread,
    ...(form !== undefined && { form }),
    inferred: !isGiven && form !== undefined,
    ...(seed !== undefined && { seed }),
    groupBy: groupingFacts(facts, seed),
  };
}

/** The inferred form, if it reads every name and says something that no hyperparameter says. */
function soundForm(runs: readonly KnownRun[]): string | undefined {
  const form = inferForm(runs.map(({ name }) => name));
  if (form === undefined) return undefined;
  const read = readByForm(form);
  const facts = runs.map(({ name }) => read(name));
  if (facts.includes(undefined)) return undefined;
  const isNew = runs.some(({ hparams }, index) =>
    Object.keys(facts[index] ?? {}).some((name) => !Object.hasOwn(hparams, name)),
  );
  return isNew || runs.length === 0 ? form : undefined;
}

/** Guessed facts that say in every run what a hyperparameter says are that hyperparameter. */
function withoutRepetitions<R extends KnownRun>(
  runs: readonly RunWithFacts<R>[],
  guessed: readonly string[],
): readonly RunWithFacts<R>[] {
  const hparams = factNames(runs.map(({ run }) => run.hparams));
  const isGuess = (name: string) => guessed.includes(name) || /^part\d+$/.test(name);
  const repeated = factNames(runs.map(({ facts }) => facts)).filter(
    (name) =>
      isGuess(name) &&
      !hparams.includes(name) &&
      hparams.some((hparam) =>
        runs.every(
          ({ run, facts }) => factText(own(run.hparams, hparam)) === factText(own(facts, name)),
        ),
      ),
  );
  if (repeated.length === 0) return runs;
  return runs.map(({ run, facts }) => ({
    run,
    facts: Object.fromEntries(Object.entries(facts).filter(([name]) => !repeated.includes(name))),
  }));
}

/** What differs, but for the seed and, where there is a seed, for what is another one in every run. */
function groupingFacts(runs: readonly Facts[], seed: string | undefined): string[] {
  return factNames(runs).filter((name) => {
    if (name === seed) return false;
    const { length } = valuesOf(runs, name);
    return length > 1 && !(seed !== undefined && length === runs.length && runs.length > 2);
  });
}

import type { RunNameColumns } from "../../experiments/names/nameFormat.js";
import type { Facts } from "../../facts/fact.js";
import { meets, type Where } from "../../facts/where.js";
import type { RunRows } from "../../stats/runRows.js";
import { own } from "../../util/own.js";
import type { Lookup } from "../lookups/index.js";
import type { ResolvedSeries } from "../resolve/resolvedFigure.js";
import { runFacts } from "./runFacts.js";

/** A run by its name, and which of its errors is meant. */
export interface NamedRun {
  readonly name: string;
  readonly at?: RunRows["at"];
}

/** What the names of runs of one form say. */
export interface NameForm {
  /** All columns, in the order in which names have them. */
  readonly columns: readonly string[];
  /** Those that are not empty. */
  readonly facts: readonly string[];
}

/** A run with what its name says, as far as a figure asks: there may be hundreds of thousands. */
export interface DecodedRun<R extends NamedRun> {
  readonly run: R;
  /** The columns that are asked for, of those that the name has. */
  readonly decoded: RunNameColumns;
  /** What else it says; shared by all runs of the form. */
  readonly form: NameForm;
}

/** Who asks for facts of runs. */
export interface Asking {
  readonly where?: Where | undefined;
  readonly limit?: Pick<ResolvedSeries["limit"], "by">;
}

/** Decodes the names of runs by a lookup's rule: what places them in the figure, and what its series ask for. */
export function runDecoder(
  { names, parameter }: Pick<Lookup, "names" | "parameter">,
  series: readonly Asking[],
): <R extends NamedRun>(run: R) => DecodedRun<R> {
  const factsOf = runFacts(names);
  const asked = new Set(["operation", "seed"]);
  if (typeof parameter === "string") asked.add(parameter);
  for (const { where = {}, limit } of series) {
    for (const name of Object.keys(where)) asked.add(name);
    if (limit !== undefined) asked.add(limit.by);
  }
  const formOf = sharedForms();
  return (run) => {
    const all: RunNameColumns = { ...factsOf(run.name), ...run.at };
    const picked: [string, RunNameColumns[string]][] = [];
    for (const name of asked) if (Object.hasOwn(all, name)) picked.push([name, own(all, name)!]);
    return { run, decoded: Object.fromEntries(picked), form: formOf(all) };
  };
}

/** The same for all of some runs. */
export function decodeRuns<R extends NamedRun>(
  runs: readonly R[],
  lookup: Pick<Lookup, "names" | "parameter">,
  series: readonly Asking[],
): DecodedRun<R>[] {
  const decode = runDecoder(lookup, series);
  return runs.map((run) => decode(run));
}

/** One object for all runs whose names say the same things: a few forms for any number of runs. */
function sharedForms(): (columns: RunNameColumns) => NameForm {
  const known = new Map<string, NameForm>();
  return (decoded) => {
    const columns = Object.keys(decoded);
    const facts = columns.filter((name) => own(decoded, name) !== null);
    const key = JSON.stringify([columns, facts]);
    const form = known.get(key) ?? { columns, facts };
    known.set(key, form);
    return form;
  };
}

/**
 * Which of some runs meet the conditions of a series.
 *
 * @param placeOf where a condition is set, by its fact: for messages
 * @throws {UserError} when a condition names a fact that no run has, or a value that none has
 */
export function runsWhere(
  where: Where | undefined,
  runs: readonly DecodedRun<NamedRun>[],
  placeOf: (name: string) => string,
): (run: DecodedRun<NamedRun>) => boolean {
  if (where === undefined) return () => true;
  const asked = Object.keys(where);
  const factsOf = ({ decoded }: DecodedRun<NamedRun>): Facts => {
    const facts: [string, Facts[string]][] = [];
    for (const name of asked) {
      const value = own(decoded, name) ?? null;
      if (value !== null) facts.push([name, value]);
    }
    return Object.fromEntries(facts);
  };
  const forms = new Set(runs.map(({ form }) => form));
  const names = new Set([...forms].flatMap(({ facts }) => facts));
  const isMet = meets(where, runs.map(factsOf), placeOf, [...names]);
  return (run) => isMet(factsOf(run));
}

/** What a name says in one place, as text. */
export const text = (value: RunNameColumns[string] | undefined): string | null =>
  value === undefined || value === null ? null : String(value);

import { readEach, type Run, type RunDirectory } from "../../events/index.js";
import type { Facts } from "../../facts/fact.js";
import { tellOfRun } from "./tellOfRun.js";

/** A run that is to be read. */
export interface ReadableRun {
  readonly run: { readonly name: string; readonly directory: RunDirectory };
  readonly facts: Facts;
}

/** Reads the scalars of runs in their order, each with what is known of it, and tells what was left out of them. */
export async function* readWithFacts(
  runs: readonly ReadableRun[],
  scalars: (tag: string) => boolean,
  warn: (message: string) => void,
): AsyncGenerator<ReadableRun & { readonly read: Run }> {
  const directories = runs.map(({ run }) => run.directory);
  let place = 0;
  for await (const read of readEach(directories, { scalars })) {
    const { run, facts } = runs[place++];
    tellOfRun({ ...read, name: run.name }, warn);
    yield { run, facts, read };
  }
}

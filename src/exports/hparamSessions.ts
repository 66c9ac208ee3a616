import { dirname } from "node:path";
import { type Run, type RunDirectory, RunReader } from "../events/index.js";
import type { Facts } from "../facts/fact.js";
import { hparamFacts } from "./hparamFacts.js";

/** Runs as they were trained. */
export interface TrainedRuns {
  readonly runs: readonly RunDirectory[];
  /** Hyperparameters of runs that stand in a folder below them, by the run's name. */
  readonly hparams: ReadonlyMap<string, Facts>;
  /** What is to be said about what is not shown of them. */
  readonly notes: readonly string[];
}

/**
 * Runs with the folders that `add_hparams` of PyTorch and tensorboardX makes below them: such a folder holds the
 * hyperparameters of the run above and a last value of its metrics, and is no training of its own. Its files become
 * files of the run, unless the run logged one of its tags itself: then the run's values count, and that is said.
 */
export async function joinHparamSessions(runs: readonly RunDirectory[]): Promise<TrainedRuns> {
  const above = new Map(runs.map((run) => [run.directory, run]));
  const below = new Map<RunDirectory, RunDirectory[]>();
  for (const run of runs) {
    const parent = above.get(dirname(run.directory));
    if (parent !== undefined && parent !== run) {
      below.set(parent, [...(below.get(parent) ?? []), run]);
    }
  }
  const reader = new RunReader({ scalars: false, hparams: true });
  const hparams = new Map<string, Facts>();
  const withFiles = new Map<RunDirectory, RunDirectory>();
  const sessions = new Set<RunDirectory>();
  const notes: string[] = [];
  for (const [run, folders] of below) {
    const found: { readonly folder: RunDirectory; readonly read: Run; readonly facts: Facts }[] =
      [];
    for (const folder of folders) {
      const read = await reader.read(folder);
      const facts = hparamFacts(read);
      if (Object.keys(facts).length > 0) found.push({ folder, read, facts });
    }
    // Of several sessions nobody knows which the run is.
    if (found.length !== 1) continue;
    const trained = await reader.read(run);
    const [{ folder, read, facts }] = found;
    if (Object.keys(hparamFacts(trained)).length > 0 || scalarTags(trained).length === 0) continue;
    sessions.add(folder);
    hparams.set(run.name, facts);
    const both = scalarTags(read).filter((tag) => scalarTags(trained).includes(tag));
    if (both.length === 0) {
      withFiles.set(run, { ...run, files: [...run.files, ...folder.files] });
    } else {
      notes.push(
        `${folder.name} repeats ${both.join(", ")} of ${run.name} beside its hyperparameters: the run's own values count`,
      );
    }
  }
  return {
    runs: runs.filter((run) => !sessions.has(run)).map((run) => withFiles.get(run) ?? run),
    hparams,
    notes: shortened(notes),
  };
}

const scalarTags = ({ tags }: Run): string[] =>
  [...tags.values()].filter(({ kind }) => kind === "scalar").map(({ tag }) => tag);

function shortened(notes: readonly string[]): string[] {
  return notes.length <= 2
    ? [...notes]
    : [`${notes[0]} (and ${notes.length - 1} more runs like it)`];
}

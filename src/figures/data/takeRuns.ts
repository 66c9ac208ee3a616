import { basename, dirname } from "node:path/posix";
import { matchTags } from "../../util/text/matchTags.js";

/** A run that a series could be made of. */
export interface Candidate {
  /** Path below the log directory. */
  readonly name: string;
  /** Whether its files lie in the log directory itself. */
  readonly isRoot: boolean;
}

export interface TakenRuns<T> {
  readonly taken: readonly T[];
  /** What is no run of its own, and why. */
  readonly leftOut: readonly { readonly run: T; readonly reason: string }[];
}

/** Folders that loggers make beside each other for one training. */
const writers = ["train", "training", "validation", "valid", "val", "eval", "evaluation", "test"];

/** What `add_hparams` calls the folders that it makes: the time in seconds. */
const isTime = (name: string) => /^\d{9,}\.\d+$/.test(name);

const isPart = (name: string) => isTime(name) || writers.includes(name) || name === "profile";

/**
 * Which runs are the group's: trainings that differ in the seed. Without a rule
 *
 * - a folder below a run (of `add_hparams`, of an evaluation, of a profiler) is part of that run;
 * - the log directory's own files are a run of their own only where what lies below is part of it;
 * - of the folders that loggers make beside each other for one training (`train`, `validation`, ...), the
 *   one called `train` stands for it, or else the first.
 *
 * @param rule patterns of run names, where `*` stands for any text: these are the runs, and no others
 */
export function takeRuns<T extends Candidate>(
  runs: readonly T[],
  rule?: readonly string[],
): TakenRuns<T> {
  if (rule !== undefined) {
    const matches = matchTags(rule);
    return { taken: runs.filter(({ name }) => matches(name)), leftOut: [] };
  }
  const leftOut = new Map<T, string>();
  leaveOutParts(runs, leftOut);
  leaveOutWriters(
    runs.filter((run) => !leftOut.has(run)),
    leftOut,
  );
  return {
    taken: runs.filter((run) => !leftOut.has(run)),
    leftOut: [...leftOut].map(([run, reason]) => ({ run, reason })),
  };
}

function leaveOutParts<T extends Candidate>(runs: readonly T[], leftOut: Map<T, string>): void {
  const names = new Set(runs.filter(({ isRoot }) => !isRoot).map(({ name }) => name));
  for (const run of runs) {
    if (run.isRoot) continue;
    const above = foldersAbove(run.name).find((folder) => names.has(folder));
    if (above !== undefined) leftOut.set(run, partOf(run.name, above));
  }
  const root = runs.find(({ isRoot }) => isRoot);
  const others = runs.filter((run) => run !== root && !leftOut.has(run));
  if (root === undefined || others.length === 0) return;
  if (others.every(({ name }) => isPart(basename(name)))) {
    for (const run of others) leftOut.set(run, partOf(run.name, root.name));
  } else {
    leftOut.set(root, "lies in the log directory itself, above the other runs");
  }
}

function partOf(name: string, above: string): string {
  const maker = isTime(basename(name)) ? " (add_hparams makes such folders)" : "";
  return `lies below the run ${above}${maker}`;
}

function foldersAbove(name: string): string[] {
  const folder = dirname(name);
  return folder === "." || folder === "/" ? [] : [folder, ...foldersAbove(folder)];
}

function leaveOutWriters<T extends Candidate>(runs: readonly T[], leftOut: Map<T, string>): void {
  const byFolder = new Map<string, T[]>();
  for (const run of runs) {
    if (!writers.includes(basename(run.name))) continue;
    const folder = dirname(run.name);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), run]);
  }
  for (const parts of byFolder.values()) {
    const [first, ...rest] = parts.toSorted((a, b) => placeOf(a) - placeOf(b));
    for (const run of rest) leftOut.set(run, `is of the same training as ${first.name}`);
  }
}

const placeOf = ({ name }: Candidate): number => writers.indexOf(basename(name));

/** Sentences about what was left out: one for each reason, with some of the names. */
export function describeLeftOut<T extends Candidate>(
  label: string,
  leftOut: TakenRuns<T>["leftOut"],
): string[] {
  if (leftOut.length === 0) return [];
  const shown = leftOut.slice(0, 3).map(({ run, reason }) => `${run.name} ${reason}`);
  const { name } = leftOut[0].run;
  const example = name.includes("/") ? `*/${basename(name)}` : name;
  const more = leftOut.length > 3 ? `; and ${leftOut.length - 3} more` : "";
  return [
    `${label}: left out ${leftOut.length} ${leftOut.length === 1 ? "folder that is no run of its own" : "folders that are no runs of their own"}: ${shown.join("; ")}${more}. ` +
      `Say which to take with "take" in the lookup, such as take: "${example}".`,
  ];
}

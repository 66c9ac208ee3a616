import { realpathSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type FindOptions, findRuns, type RunDirectory } from "../events/index.js";
import { largest } from "../util/lists/longLists.js";
import { displayPath } from "../util/text/displayPath.js";

/** One log directory, or several whose runs stand in one table. */
export type LogDirectories = string | readonly string[];

/** How log directories are called in messages. */
export const shownDirectories = (directories: LogDirectories): string =>
  [directories].flat().join(", ");

/** The runs of one log directory. */
export interface DirectoryRuns {
  readonly directory: string;
  readonly runs: readonly RunDirectory[];
}

/**
 * The runs of log directories. Of several, the name of each run begins with what tells its directory from the others:
 * the last part of the path, or as many as it takes. A run that two of them reach counts once, and that is said.
 *
 * @throws {UserError} as `findRuns` does
 */
export async function findRunsIn(
  directories: LogDirectories,
  options: FindOptions = {},
): Promise<RunDirectory[]> {
  if (typeof directories === "string") return findRuns(directories, options);
  const found: DirectoryRuns[] = [];
  for (const directory of directories) {
    found.push({ directory, runs: await findRuns(directory, options) });
  }
  return underLabels(found, options.onNote);
}

/** The same for runs that were found. One that lies in a directory itself is called as the directory is. */
export function underLabels(
  found: readonly DirectoryRuns[],
  onNote?: (note: string) => void,
): RunDirectory[] {
  if (found.length === 1) return [...found[0].runs];
  const labels = labelsOf(found.map(({ directory }) => resolve(directory)));
  const seen = new Map<string, string>();
  return found.flatMap(({ directory, runs }, index) => {
    const own = runs.filter((run) => !seen.has(realpathSync(run.directory)));
    for (const run of own) seen.set(realpathSync(run.directory), displayPath(directory));
    const twice = runs.find((run) => !own.includes(run));
    if (twice !== undefined) {
      const other = seen.get(realpathSync(twice.directory));
      onNote?.(
        `${runs.length - own.length} of ${runs.length} runs below ${displayPath(directory)} are also below ${other}, and count once`,
      );
    }
    const label = labels[index];
    return own.map((run) => ({ ...run, name: run.name === "." ? label : `${label}/${run.name}` }));
  });
}

/** Last parts of the paths, with as many before them as it takes to tell them apart. */
function labelsOf(directories: readonly string[]): string[] {
  const parts = directories.map((path) => path.split(/[\\/]/));
  const different = new Set(directories).size;
  for (let depth = 1; depth <= largest([0, ...parts.map(({ length }) => length)]); depth++) {
    const labels = parts.map((part) => part.slice(-depth).join("/"));
    if (new Set(labels).size === different) return labels;
  }
  return directories.map((path) => basename(path));
}

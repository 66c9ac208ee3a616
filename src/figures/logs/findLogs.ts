import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { listRuns, type RunDirectory } from "../../events/index.js";
import { underLabels } from "../../exports/logDirectories.js";
import { withTableNames } from "../../exports/readNamedRuns.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { displayPath } from "../../util/text/displayPath.js";
import { timedPattern } from "../../util/timedPattern.js";
import { UserError } from "../../util/userError.js";

/** Runs of one or more log directories. */
export interface FoundLogs {
  /** The log directories, as they are to be shown. */
  readonly paths: readonly string[];
  /** Under names that tell them apart: of several directories the name begins with the directory's. */
  readonly runs: readonly RunDirectory[];
  /** What is to be said about how they were found. */
  readonly notes: readonly string[];
}

/**
 * Finds the runs of log directories; `*` in the last part of a path stands for any text.
 *
 * @param folder what the paths are relative to; default: the current folder
 * @throws {UserError} when a path is no directory, or no file below one has "tfevents" in its name
 */
export function findLogs(paths: readonly string[], folder = ""): FoundLogs {
  const directories = [...new Set(paths.flatMap((path) => expanded(resolve(folder, path))))];
  const notes: string[] = [];
  const found = directories.map((directory) => {
    const shown = displayPath(directory);
    if (!statOrUndefined(directory)?.isDirectory()) throw noDirectory(directory, shown);
    const runs = listRuns(shown, { onNote: (note) => notes.push(note) });
    if (runs.length === 0) {
      throw new UserError(
        `No event files in ${shown}: no file below it has "tfevents" in its name.\n` +
          `Give the folder that holds the runs (what you would give to tensorboard --logdir).`,
      );
    }
    return { directory, runs: directories.length === 1 ? withTableNames(runs, directory) : runs };
  });
  const runs = underLabels(found, (note) => notes.push(note));
  return { paths: directories.map(displayPath), runs, notes };
}

function expanded(path: string): string[] {
  const last = basename(path);
  if (!last.includes("*")) return [path];
  const folder = dirname(path);
  const parts = last.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  const find = timedPattern(new RegExp(`^${parts.join(".*")}$`, "s"));
  const isFolder = statOrUndefined(folder)?.isDirectory();
  const found = (isFolder ? readdirSync(folder) : [])
    .filter((name) => find(name) !== null && statOrUndefined(join(folder, name))?.isDirectory())
    .sort()
    .map((name) => join(folder, name));
  if (found.length > 0) return found;
  throw new UserError(`No folder matches ${displayPath(path)}.`);
}

function noDirectory(path: string, shown: string): UserError {
  const isFile = statOrUndefined(path) !== undefined;
  return new UserError(
    isFile
      ? `${shown} is not a directory.\nGive the folder that holds the runs, not a file in it.`
      : `The log directory ${shown} does not exist.`,
  );
}

import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { UserError } from "../../util/userError.js";
import { compareNaturally } from "../../util/compareNaturally.js";
import type { Loss } from "../files/loss.js";
import { lossOfError } from "../files/lossOfError.js";

/** A folder that holds event files. */
export interface RunDirectory {
  /** Path relative to the log directory, with slashes; "." for the log directory itself. */
  readonly name: string;
  readonly directory: string;
  /** Paths of the event files in the order in which TensorBoard reads them (bytes of the name). */
  readonly files: readonly string[];
}

export interface FindOptions {
  /** Told about every folder that could not be listed. */
  readonly onLoss?: (loss: Loss) => void;
}

interface Folder {
  /** Last part of its path; the log directory's whole path. */
  readonly entry: string;
  readonly parent: Folder | undefined;
  /** Where it really is, if it was reached through a link. */
  readonly linkTarget: string | undefined;
}

const foldersBetweenPauses = 256;
/** Links to sibling folders could otherwise multiply without end. */
const mostLinksFollowed = 8;

/** True for names that TensorBoard takes for event files. */
export function isEventFileName(name: string): boolean {
  return name.includes("tfevents");
}

/**
 * All runs below a log directory: every folder that holds an event file, in natural order of their
 * names. Hidden entries, sockets, pipes and links that lead back to a folder above are passed over.
 *
 * @throws {UserError} when the log directory is missing, is no directory, cannot be listed or holds
 * no event file
 */
export async function findRuns(
  logDirectory: string,
  options: FindOptions = {},
): Promise<RunDirectory[]> {
  const runs: RunDirectory[] = [];
  const root = rootFolder(logDirectory);
  const pending: Folder[] = [root];
  for (let visited = 1; pending.length > 0; visited++) {
    const folder = pending.pop()!;
    try {
      visit(folder, runs, pending);
    } catch (error) {
      if (folder === root) throw cannotList(logDirectory, error);
      options.onLoss?.(lossOfError(pathOf(folder), 0, error));
    }
    // Listing is synchronous because that is five times as fast; timers and signals get their turn here.
    if (visited % foldersBetweenPauses === 0) await setImmediate();
  }
  if (runs.length === 0) {
    throw new UserError(
      `No event files in ${logDirectory}: no file below it has "tfevents" in its name.\n` +
        `Give the folder that holds the runs (what you would give to tensorboard --logdir).`,
    );
  }
  return runs.sort((a, b) => compareNaturally(a.name, b.name));
}

function rootFolder(path: string): Folder {
  let isDirectory: boolean;
  let real: string;
  try {
    isDirectory = statSync(path).isDirectory();
    real = realpathSync(path);
  } catch (error) {
    throw cannotList(path, error);
  }
  if (!isDirectory) {
    throw new UserError(
      `${path} is not a directory.\nGive the folder that holds the runs, not a file in it.`,
    );
  }
  return { entry: path, parent: undefined, linkTarget: real };
}

function cannotList(path: string, error: unknown): UserError {
  const code = (error as NodeJS.ErrnoException).code;
  const message =
    code === "ENOENT"
      ? `The log directory ${path} does not exist.\nCheck the path; it is taken relative to the current folder.`
      : `Cannot list the log directory ${path}: ${String(code ?? error)}.\nMake it readable for this user or give another one.`;
  return new UserError(message, 1, { cause: error });
}

function visit(folder: Folder, runs: RunDirectory[], pending: Folder[]): void {
  const path = pathOf(folder);
  const files: string[] = [];
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const { name } = entry;
    if (name.startsWith(".")) continue;
    if (entry.isDirectory()) pending.push({ entry: name, parent: folder, linkTarget: undefined });
    else if (entry.isFile()) {
      if (isEventFileName(name)) files.push(join(path, name));
    } else if (entry.isSymbolicLink()) follow(folder, name, files, pending);
  }
  if (files.length > 0) {
    runs.push({ name: nameOf(folder), directory: path, files: sortedByBytes(files) });
  }
}

function follow(folder: Folder, name: string, files: string[], pending: Folder[]): void {
  const path = join(pathOf(folder), name);
  let target: ReturnType<typeof statSync>;
  let real: string;
  try {
    target = statSync(path);
    real = realpathSync(path);
  } catch {
    return; // A dangling link names nothing that could be lost.
  }
  if (target.isFile() && isEventFileName(name)) files.push(path);
  if (!target.isDirectory()) return;
  const chain = chainOf(folder);
  const linksFollowed = chain.filter(({ linkTarget }) => linkTarget !== undefined).length - 1;
  const isCircle = chain.some((above) => realPathOf(above) === real);
  if (!isCircle && linksFollowed < mostLinksFollowed) {
    pending.push({ entry: name, parent: folder, linkTarget: real });
  }
}

/** The folder and all that it was reached through. */
function chainOf(folder: Folder): Folder[] {
  return folder.parent === undefined ? [folder] : [...chainOf(folder.parent), folder];
}

function pathOf({ entry, parent }: Folder): string {
  return parent === undefined ? entry : join(pathOf(parent), entry);
}

function realPathOf({ entry, parent, linkTarget }: Folder): string {
  return linkTarget ?? join(realPathOf(parent!), entry);
}

function nameOf({ entry, parent }: Folder): string {
  if (parent === undefined) return ".";
  return parent.parent === undefined ? entry : `${nameOf(parent)}/${entry}`;
}

/** The event files among the entries of a folder, in the order in which TensorBoard reads them. */
export function eventFilesAmong(names: readonly string[]): string[] {
  return sortedByBytes(names.filter((name) => isEventFileName(name) && !name.startsWith(".")));
}

function sortedByBytes(paths: string[]): string[] {
  if (paths.length < 2) return paths;
  return paths
    .map((path) => ({ path, bytes: Buffer.from(path) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ path }) => path);
}

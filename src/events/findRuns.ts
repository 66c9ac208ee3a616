import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { UserError } from "../util/userError.js";
import { compareNaturally } from "./compareNaturally.js";
import type { Loss } from "./loss.js";
import { lossOfError } from "./lossOfError.js";

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
  readonly name: string;
  readonly path: string;
  /** Real paths of this folder and of those it was reached through. */
  readonly chain: readonly string[];
  readonly linksFollowed: number;
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
  const pending: Folder[] = [rootFolder(logDirectory)];
  for (let visited = 1; pending.length > 0; visited++) {
    const folder = pending.pop()!;
    try {
      visit(folder, runs, pending);
    } catch (error) {
      if (folder.name === ".") throw cannotList(logDirectory, error);
      options.onLoss?.(lossOfError(folder.path, 0, error));
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
  return { name: ".", path, chain: [real], linksFollowed: 0 };
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
  const files: string[] = [];
  for (const entry of readdirSync(folder.path, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder.path, entry.name);
    if (entry.isDirectory()) pending.push(child(folder, entry.name, path));
    else if (entry.isFile()) {
      if (isEventFileName(entry.name)) files.push(path);
    } else if (entry.isSymbolicLink()) follow(folder, entry, path, files, pending);
  }
  if (files.length > 0) {
    runs.push({ name: folder.name, directory: folder.path, files: sortedByBytes(files) });
  }
}

function child(folder: Folder, name: string, path: string, real?: string): Folder {
  return {
    name: folder.name === "." ? name : `${folder.name}/${name}`,
    path,
    chain: [...folder.chain, real ?? join(folder.chain.at(-1)!, name)],
    linksFollowed: folder.linksFollowed + (real === undefined ? 0 : 1),
  };
}

function follow(
  folder: Folder,
  entry: Dirent,
  path: string,
  files: string[],
  pending: Folder[],
): void {
  let target: ReturnType<typeof statSync>;
  let real: string;
  try {
    target = statSync(path);
    real = realpathSync(path);
  } catch {
    return; // A dangling link names nothing that could be lost.
  }
  if (target.isFile() && isEventFileName(entry.name)) files.push(path);
  if (!target.isDirectory() || folder.linksFollowed >= mostLinksFollowed) return;
  if (!folder.chain.includes(real)) pending.push(child(folder, entry.name, path, real));
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

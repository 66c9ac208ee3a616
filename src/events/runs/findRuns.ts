import { realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { listFolder } from "../../util/files/listFolder.js";
import { escapedPath, pathBytes, textOfPath } from "../../util/files/pathBytes.js";
import { compareNaturally } from "../../util/text/compareNaturally.js";
import { unfinishedRunPrefix } from "../../util/unfinishedRuns.js";
import { UserError } from "../../util/userError.js";
import type { Loss } from "../files/loss.js";
import { lossOfError } from "../files/lossOfError.js";

/** A folder that holds event files. */
export interface RunDirectory {
  /**
   * Path relative to the log directory, with slashes; "." for the log directory itself. Bytes that are no
   * UTF-8 stand as `\xNN`; in the paths they are such that `pathBytes` gives them back.
   */
  readonly name: string;
  readonly directory: string;
  /** Paths of the event files in the order in which TensorBoard reads them (bytes of the name). */
  readonly files: readonly string[];
}

export interface FindOptions {
  /** Told about every folder that could not be listed. */
  readonly onLoss?: (loss: Loss) => void;
  /** Told what links reach a second time, so that it is not listed again, and which runs are hidden. */
  readonly onNote?: (note: string) => void;
  /** Those that are still being trained, too, under the names of their hidden folders. */
  readonly withUnfinished?: boolean;
}

interface Folder {
  readonly path: string;
  /** Path relative to the log directory; "" for itself. */
  readonly name: string;
  /** Where it really is. */
  readonly real: string;
}

const foldersBetweenPauses = 256;

/** True for names that TensorBoard takes for event files, but for the shadows that macOS writes. */
export function isEventFileName(name: string): boolean {
  return name.includes("tfevents") && !name.startsWith("._");
}

/**
 * All runs below a log directory: every folder that holds an event file, in natural order of their
 * names. Hidden folders count, as they do in TensorBoard; those of runs that are still being trained,
 * sockets and pipes do not. Links are followed; what they reach a second time is listed once, under
 * the path without links.
 *
 * @throws {UserError} when the log directory is missing, is no directory, cannot be listed or holds
 * no event file
 */
export async function findRuns(
  logDirectory: string,
  options: FindOptions = {},
): Promise<RunDirectory[]> {
  const search = runsBelow(logDirectory, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) {
      if (value.length === 0) throw noEventFiles(logDirectory);
      return value;
    }
    // Listing is synchronous because that is five times as fast; timers and signals get their turn here.
    await setImmediate();
  }
}

/**
 * The same at once, for those who ask hundreds of times: no run where there is no event file, or no
 * such folder.
 */
export function listRuns(logDirectory: string, options: FindOptions = {}): RunDirectory[] {
  if (!statSync(logDirectory, { throwIfNoEntry: false })?.isDirectory()) return [];
  const search = runsBelow(logDirectory, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

function noEventFiles(logDirectory: string): UserError {
  return new UserError(
    `No event files in ${logDirectory}: no file below it has "tfevents" in its name.\n` +
      `Give the folder that holds the runs (what you would give to tensorboard --logdir).`,
  );
}

function* runsBelow(
  logDirectory: string,
  { onLoss, onNote, withUnfinished = false }: FindOptions,
): Generator<undefined, RunDirectory[]> {
  const root = rootFolder(logDirectory);
  const search = new Search(withUnfinished);
  let visited = 0;
  for (let folder: Folder | undefined = root; folder !== undefined; folder = search.next()) {
    try {
      search.visit(folder);
    } catch (error) {
      if (folder === root) throw cannotList(logDirectory, error);
      onLoss?.(lossOfError(folder.path, 0, error));
    }
    if (++visited % foldersBetweenPauses === 0) yield;
  }
  const runs = search.runs();
  for (const { path, sameAs } of search.aliasesOf(runs)) {
    onNote?.(`${path} is ${sameAs} once more, by a link: it counts once`);
  }
  const hidden = runs.filter(({ name }) => isHidden(name)).map(({ name }) => name);
  if (hidden.length > 0) {
    onNote?.(`${logDirectory}: runs in hidden folders count too: ${listed(hidden)}`);
  }
  return runs;
}

const isHidden = (name: string): boolean => /(^|\/)\.[^/]/.test(name);

/** Some of the names, and how many more there are. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function rootFolder(path: string): Folder {
  let isDirectory: boolean;
  let real: string;
  try {
    isDirectory = statSync(pathBytes(path)).isDirectory();
    real = realPathOf(path);
  } catch (error) {
    throw cannotList(path, error);
  }
  if (!isDirectory) {
    throw new UserError(
      `${path} is not a directory.\nGive the folder that holds the runs, not a file in it.`,
    );
  }
  return { path, name: "", real };
}

function cannotList(path: string, error: unknown): UserError {
  const code = (error as NodeJS.ErrnoException).code;
  const message =
    code === "ENOENT"
      ? `The log directory ${path} does not exist.\nCheck the path; it is taken relative to the current folder.`
      : `Cannot list the log directory ${path}: ${String(code ?? error)}.\nMake it readable for this user or give another one.`;
  return new UserError(message, 1, { cause: error });
}

/** A folder or event file that a link leads to although it is listed already, under another path. */
interface Alias {
  readonly path: string;
  readonly sameAs: string;
}

/** A link whose turn comes when all that is reached without it is listed. */
interface Link {
  readonly folder: Folder;
  readonly entry: string;
}

/** What was found so far, and where to look next. */
class Search {
  constructor(private readonly withUnfinished: boolean) {}

  private readonly folders: Folder[] = [];
  private links: Link[] = [];
  private areLinksSorted = true;
  /** Real path -> the path under which it is listed. */
  private readonly pathOf = new Map<string, string>();
  private readonly files = new Map<Folder, string[]>();
  private readonly aliases: Alias[] = [];

  /** Lists a folder, unless it is listed already. */
  visit(folder: Folder): void {
    if (!this.isNew(folder)) return;
    for (const entry of listFolder(folder.path)) {
      const { name } = entry;
      if (!this.withUnfinished && name.startsWith(unfinishedRunPrefix)) continue;
      if (entry.isDirectory()) this.folders.push(inside(folder, name));
      else if (entry.isSymbolicLink()) this.addLink({ folder, entry: name });
      else if (entry.isFile() && isEventFileName(name)) this.take(inside(folder, name), folder);
    }
  }

  /** The next folder: those that links lead to come last, so that they do not give names to others. */
  next(): Folder | undefined {
    while (this.folders.length === 0 && this.links.length > 0) {
      this.follow(this.firstLink());
    }
    return this.folders.pop();
  }

  private addLink(link: Link): void {
    this.links.push(link);
    this.areLinksSorted = false;
  }

  private firstLink(): Link {
    if (!this.areLinksSorted) this.links.sort((a, b) => compareNaturally(nameOf(b), nameOf(a)));
    this.areLinksSorted = true;
    return this.links.pop()!;
  }

  private follow({ folder, entry }: Link): void {
    const path = join(folder.path, entry);
    let isDirectory: boolean;
    let real: string;
    try {
      const target = statSync(pathBytes(path));
      isDirectory = target.isDirectory();
      if (!isDirectory && !(target.isFile() && isEventFileName(entry))) return;
      real = realPathOf(path);
    } catch {
      return; // A dangling link names nothing that could be lost.
    }
    const reached = { ...inside(folder, entry), real };
    if (isDirectory) this.folders.push(reached);
    else this.take(reached, folder);
  }

  private take(file: Folder, folder: Folder): void {
    if (!this.isNew(file)) return;
    const files = this.files.get(folder);
    if (files === undefined) this.files.set(folder, [file.path]);
    else files.push(file.path);
  }

  private isNew({ path, real }: Folder): boolean {
    const sameAs = this.pathOf.get(real);
    if (sameAs === undefined) this.pathOf.set(real, path);
    else this.aliases.push({ path, sameAs });
    return sameAs === undefined;
  }

  /** What links reach a second time; folders without an event file are of no interest. */
  aliasesOf(runs: readonly RunDirectory[]): Alias[] {
    const isEventful = (path: string) =>
      runs.some(
        ({ directory, files }) =>
          directory === path || directory.startsWith(join(path, sep)) || files.includes(path),
      );
    return this.aliases.filter(({ sameAs }) => isEventful(sameAs));
  }

  runs(): RunDirectory[] {
    return [...this.files]
      .map(([{ name, path }, files]) => ({
        name: name === "" ? "." : escapedPath(name),
        directory: path,
        files: sortedByBytes(files),
      }))
      .sort((a, b) => compareNaturally(a.name, b.name));
  }
}

const nameOf = ({ folder, entry }: Link): string => `${folder.name}/${entry}`;

function inside(folder: Folder, entry: string): Folder {
  return {
    path: join(folder.path, entry),
    name: folder.name === "" ? entry : `${folder.name}/${entry}`,
    real: join(folder.real, entry),
  };
}

/** The event files among the entries of a folder, in the order in which TensorBoard reads them. */
export function eventFilesAmong(names: readonly string[]): string[] {
  return sortedByBytes(names.filter(isEventFileName));
}

function realPathOf(path: string): string {
  const bytes = pathBytes(path);
  return typeof bytes === "string"
    ? realpathSync(bytes)
    : textOfPath(realpathSync(bytes, { encoding: "buffer" }));
}

function sortedByBytes(paths: string[]): string[] {
  if (paths.length < 2) return paths;
  return paths
    .map((path) => ({ path, bytes: bytesOf(path) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ path }) => path);
}

function bytesOf(path: string): Buffer {
  const bytes = pathBytes(path);
  return typeof bytes === "string" ? Buffer.from(bytes) : bytes;
}

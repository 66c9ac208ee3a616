import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** What file systems answer that cannot sync: there is nothing more to be done there. */
const cannotSync = new Set(["EINVAL", "ENOTSUP", "ENOSYS"]);
/** What Windows answers for folders, and shares on which folders cannot be opened. */
const cannotSyncFolder = new Set([...cannotSync, "EPERM", "EACCES", "EISDIR", "EBADF"]);

/**
 * Waits until a file's content is on the disk.
 *
 * @throws the system's error; with delayed allocation a full disk or a quota is noticed only here
 */
export async function syncFile(path: string): Promise<void> {
  await passOver(cannotSync, () => syncOpened(path, "r+"));
}

/** The same for the content of a file that is open; pipes and devices have nothing to wait for. */
export async function syncOpenFile(file: FileHandle): Promise<void> {
  await passOver(cannotSync, () => file.datasync());
}

/** Syncs of folders that go on, and those that begin behind them. */
const running = new Map<string, Promise<void>>();
const waiting = new Map<string, Promise<void>>();

/**
 * Waits until the names in a folder are on the disk: before that, a rename may be undone by a power loss. Who
 * asks before a sync has begun shares it: many names that come at a time are synced once.
 */
export function syncFolder(path: string): Promise<void> {
  const folder = resolve(path);
  const known = waiting.get(folder);
  if (known) return known;
  const begun = (async () => {
    // One that goes on may have begun before the last name was there.
    await running.get(folder)?.catch(() => undefined);
    waiting.delete(folder);
    const sync = passOver(cannotSyncFolder, () => syncOpened(path, "r"));
    running.set(folder, sync);
    await sync.finally(() => running.delete(folder));
  })();
  waiting.set(folder, begun);
  return begun;
}

/**
 * Makes a folder and those above it, with their names on the disk.
 *
 * @returns the uppermost folder that was made; undefined when all were there
 */
export async function makeFolders(path: string): Promise<string | undefined> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return undefined;
  const last = dirname(resolve(first));
  for (let folder = dirname(resolve(path)); folder.length >= last.length;) {
    await syncFolder(folder);
    if (folder === dirname(folder)) break;
    folder = dirname(folder);
  }
  return first;
}

async function syncOpened(path: string, flags: string): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, flags);
    await file.sync();
  } finally {
    await file?.close();
  }
}

async function passOver(codes: ReadonlySet<string>, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!codes.has(code)) throw error;
  }
}

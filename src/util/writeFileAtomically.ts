import { rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { makeFolders, syncFile, syncFolder } from "./files/durable.js";
import {
  forgetTemporary,
  removeAbandonedTemporaries,
  temporaryName,
} from "./files/temporaryFiles.js";
import { UserError } from "./userError.js";

/**
 * Writes a file beside its place, waits until it is on the disk and renames it, so that nobody ever
 * sees half a file, not even after a power loss. Missing parent folders are made.
 *
 * @throws {UserError} when the folder cannot be written to
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  await writeAtomically(path, (temporary) => writeFile(temporary, data));
}

/**
 * The same for a file that `write` fills under the temporary name it is given; when it throws, nothing
 * remains.
 *
 * @throws {UserError} when the folder cannot be written to, and whatever errors of its own `write` throws
 */
export async function writeAtomically(
  path: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const temporary = temporaryName(path);
  let madeFolder: string | undefined;
  try {
    madeFolder = await makeFolders(folder);
    await removeAbandonedTemporaries(folder);
    await write(temporary);
    await syncFile(temporary);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (madeFolder !== undefined) await removeEmpty(folder, madeFolder);
    throw isFileError(error) ? cannotWrite(path, error) : error;
  } finally {
    forgetTemporary(temporary);
  }
}

/** Removes empty folders from `folder` up to `last`. */
async function removeEmpty(folder: string, last: string): Promise<void> {
  for (let current = resolve(folder); current.length >= last.length; current = dirname(current)) {
    const isGone = await rmdir(current).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}

/** The error for a place that cannot be written to, with the reason and a remedy. */
export function cannotWrite(path: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  const remedy =
    Object.entries(remedies).find(([code]) => reason.includes(code))?.[1] ??
    "Choose another folder or make this one writable.";
  return new UserError(`Cannot write ${path}: ${reason}.\n${remedy}`, 1, { cause: error });
}

/** What to do where nothing more fits, by what the system says. */
const fullRemedies = {
  ENOSPC:
    "The disk is full (df -h), or has no room for more files (df -i): make room, or choose another folder.",
  EDQUOT:
    "Your quota of bytes or of files is used up there (quota -s): make room, or choose another folder.",
} as const;

/** What else no other folder would help against; the database says it in words. */
const remedies: Readonly<Record<string, string>> = {
  ...fullRemedies,
  "No space left": fullRemedies.ENOSPC,
  ENOMEM: "There is not enough memory: end other programs, or give this one more.",
  "Cannot allocate memory":
    "There is not enough memory: end other programs, or give this one more.",
  EMFILE: "Too many files are open: end other programs, or allow more (ulimit -n).",
  "Too many open files": "Too many files are open: end other programs, or allow more (ulimit -n).",
  EFBIG: "Files may not be that large here (ulimit -f, or the file system): choose another folder.",
};

/** Whether a message says that nothing more fits on a disk or in a quota: then other files will not, either. */
export function saysFull(message: string): boolean {
  return Object.keys(fullRemedies).some((code) => message.includes(code));
}

const isFileError = (error: unknown): boolean =>
  typeof (error as NodeJS.ErrnoException).syscall === "string";

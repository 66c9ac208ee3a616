import { readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { eventFilesAmong } from "../../events/runs/findRuns.js";
import { syncFile, syncFolder } from "../../util/files/durable.js";
import { cannotWrite } from "../../util/writeFileAtomically.js";
import { recordName, replacingRecord } from "./runDirectory.js";

/**
 * Gives a trained run its place, on the disk: a reader finds what was there before or the new run, at
 * every moment, whatever happens in between.
 *
 * @param folder the run's event file and record, synced; a folder on the same file system
 * @throws {UserError} when the place cannot be written to
 */
export async function publishRun(folder: string, directory: string): Promise<void> {
  try {
    await syncFolder(folder);
    // Not every system renames onto an empty folder.
    await rmdir(directory).catch(() => undefined);
    if (!(await renamed(folder, directory))) await replaceFiles(folder, directory);
    await syncFolder(dirname(directory));
  } catch (error) {
    throw cannotWrite(directory, error);
  }
}

/** @returns false when something else is there already */
async function renamed(folder: string, directory: string): Promise<boolean> {
  try {
    await rename(folder, directory);
    return true;
  } catch (error) {
    const isThere = await readdir(directory).catch(() => undefined);
    if (isThere === undefined) throw error;
    // Over a network the first answer may be lost: a second try finds that nothing is left to be renamed.
    const isLeft = await readdir(folder).catch(() => undefined);
    return isLeft === undefined;
  }
}

/**
 * Puts a run into a folder that is in use. Two folders cannot be exchanged in one step, but a file can
 * be replaced in one: the new event file takes the name of the old one. Until the new record is there,
 * the record says that the run is not finished.
 */
async function replaceFiles(folder: string, directory: string): Promise<void> {
  const [eventFile] = eventFilesAmong(await readdir(folder));
  const old = await readdir(directory);
  const oldEventFiles = eventFilesAmong(old);
  const target = oldEventFiles.at(-1) ?? eventFile;
  const marker = join(folder, ".replacing");
  await writeFile(marker, replacingRecord);
  await syncFile(marker);
  await rename(marker, join(directory, recordName));
  await syncFolder(directory);
  await rename(join(folder, eventFile), join(directory, target));
  for (const name of oldEventFiles) if (name !== target) await rm(join(directory, name));
  await syncFolder(directory);
  await rename(join(folder, recordName), join(directory, recordName));
  for (const name of old) {
    if (name === target || name === recordName) continue;
    await rm(join(directory, name), { recursive: true, force: true });
  }
  await syncFolder(directory);
}

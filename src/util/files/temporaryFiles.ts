import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { livenessOf, thisProcess } from "./processIdentity.js";

/** Names that say which process writes the file: only when it is gone may another one remove it. */
const pattern = /\.([0-9a-f]{12})-(\d+)-(\d+)-[0-9a-f]{8}\.tmp$/;
const longestName = 255;
/** What is older was left by a process that is gone, on whatever machine. */
const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;
/** A folder into which thousands of files are written is not listed for each of them. */
const lookAgainMilliseconds = 1000;

/** Files that this process is writing: from their temporary names to their final ones. */
const underWay = new Map<string, string>();
const lookedAt = new Map<string, number>();

/** A new name beside a file's place, under which it is written. */
export function temporaryName(path: string): string {
  const { place, pid, started } = thisProcess();
  const ending = `.${place}-${pid}-${started}-${randomUUID().slice(0, 8)}.tmp`;
  let stem = basename(path);
  while (Buffer.byteLength(stem) + ending.length > longestName) stem = stem.slice(0, -1);
  const temporary = join(dirname(path), stem + ending);
  underWay.set(temporary, path);
  return temporary;
}

/** Says that a temporary file has got its final name, or is gone. */
export function forgetTemporary(temporary: string): void {
  underWay.delete(temporary);
}

/**
 * Removes what this process has not finished writing, at once: for a process that is about to end.
 *
 * @returns the places that were not written
 */
export function dropTemporaries(): string[] {
  const places = [...underWay.values()];
  for (const temporary of underWay.keys()) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // The next one who writes there removes it.
    }
  }
  underWay.clear();
  return places;
}

/** Removes the files in a folder that processes left which were killed while they wrote them. */
export async function removeAbandonedTemporaries(folder: string): Promise<void> {
  const now = performance.now();
  if (now - (lookedAt.get(folder) ?? -Infinity) < lookAgainMilliseconds) return;
  lookedAt.set(folder, now);
  for (const name of await readdir(folder).catch(() => [])) {
    const match = pattern.exec(name);
    if (match === null) continue;
    const path = join(folder, name);
    const [, place, pid, started] = match;
    const writer = { host: "", place, pid: Number(pid), started: Number(started) };
    const liveness = livenessOf(writer);
    if (liveness === "gone" || (liveness === "unknown" && (await isOld(path)))) {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMilliseconds;
}

import { createHash } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { unfinishedRunPrefix } from "../../util/unfinishedRuns.js";

/** What is older than this was left by a process that is gone, on whatever machine. */
const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;
const thisHost = hostname()
  .replaceAll(/[^A-Za-z0-9.]/g, "")
  .slice(0, 60);

/** The hidden folder beside a run's directory in which this process trains it. */
export function temporaryRunDirectory(directory: string): string {
  const run = createHash("sha1").update(basename(directory)).digest("hex").slice(0, 12);
  return join(dirname(directory), `${unfinishedRunPrefix}${run}-${thisHost}-${process.pid}`);
}

/**
 * Removes what killed processes left in an experiment's folder. What another living process is still
 * training stays.
 */
export async function removeAbandonedRuns(experimentDirectory: string): Promise<void> {
  for (const name of await readdir(experimentDirectory).catch(() => [])) {
    if (!name.startsWith(unfinishedRunPrefix)) continue;
    const path = join(experimentDirectory, name);
    if (await isAbandoned(path)) await rm(path, { recursive: true, force: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const parts = basename(path).replace("-replaced", "").split("-");
  const process = Number(parts.at(-1));
  if (parts.at(-2) === thisHost && Number.isInteger(process)) return !isAlive(process);
  const files = await readdir(path).catch(() => []);
  const times = await Promise.all(
    [path, ...files.map((name) => join(path, name))].map(async (entry) =>
      stat(entry).then(
        ({ mtimeMs }) => mtimeMs,
        () => Infinity,
      ),
    ),
  );
  return Date.now() - Math.max(...times) > abandonedAfterMilliseconds;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";

/**
 * What the names of folders begin with in which runs are being trained. They hold event files, and become
 * runs when they are done: nobody is to count them before.
 */
export const unfinishedRunPrefix = ".training-";

/** The hidden folder beside a run's directory in which it is trained. */
export function unfinishedFolder(directory: string): string {
  const run = createHash("sha1").update(basename(directory)).digest("hex").slice(0, 12);
  return join(dirname(directory), `${unfinishedRunPrefix}${run}`);
}

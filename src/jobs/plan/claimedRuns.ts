import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { unfinishedFolder, unfinishedRunPrefix } from "../../util/unfinishedRuns.js";
import { isRemovedClaim, type Claims } from "../../util/files/claims.js";

/** The hidden folder beside a run's directory that whoever trains the run claims, and trains it in. */
export const claimFolder = unfinishedFolder;

/**
 * Removes what processes that are gone left in an experiment's folder. What another living process is
 * still training stays, and so does what may belong to one on another machine.
 */
export async function removeAbandonedClaims(
  experimentDirectory: string,
  claims: Claims,
): Promise<void> {
  for (const name of await readdir(experimentDirectory).catch(() => [])) {
    if (!name.startsWith(unfinishedRunPrefix)) continue;
    const path = join(experimentDirectory, name);
    // What cannot be removed does not harm the runs.
    await (
      isRemovedClaim(name) ? rm(path, { recursive: true, force: true }) : claims.sweep(path)
    ).catch(() => undefined);
  }
}

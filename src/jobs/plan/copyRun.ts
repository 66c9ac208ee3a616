import { copyFile, link, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { publishRun } from "../../train/runs/publishRun.js";
import { mayReplace } from "../../train/runs/runDirectory.js";
import type { Claims } from "../../util/files/claims.js";
import { syncFile } from "../../util/files/durable.js";
import { cannotWrite } from "../../util/writeFileAtomically.js";
import { claimFolder } from "./claimedRuns.js";

/** A finished run that another experiment takes over as it is. */
export interface CopyRunTask {
  readonly source: string;
  readonly directory: string;
  readonly settings: RunSettings;
  /** As of a run that is trained. */
  readonly replaces?: string;
}

/**
 * Gives another experiment the files of a finished run: as hard links where the file system has them,
 * which take no space, else as copies.
 *
 * @returns false when another process does or did the same
 * @throws {UserError} when the files cannot be written
 */
export async function copyRun(task: CopyRunTask, claims: Claims): Promise<boolean> {
  const { source, directory } = task;
  try {
    const claim = await claims.claim(claimFolder(directory));
    if ("holder" in claim) return false;
    try {
      if (!(await mayReplace(task))) return false;
      await mkdir(claim.work);
      for (const name of await readdir(source)) {
        const [from, to] = [join(source, name), join(claim.work, name)];
        await link(from, to).catch(async () => {
          await copyFile(from, to);
          await syncFile(to);
        });
      }
      await publishRun(claim.work, directory);
    } finally {
      await claim.release();
    }
    return true;
  } catch (error) {
    throw cannotWrite(directory, error);
  }
}

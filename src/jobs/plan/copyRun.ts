import { copyFile, link, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { publishDirectory } from "../../util/publishDirectory.js";
import { cannotWrite } from "../../util/writeFileAtomically.js";

/** A finished run that another experiment takes over as it is. */
export interface CopyRunTask {
  readonly source: string;
  readonly directory: string;
  /** A hidden folder beside the destination. */
  readonly temporaryDirectory: string;
}

/**
 * Gives another experiment the files of a finished run: as hard links where the file system has them,
 * which take no space, else as copies.
 *
 * @throws {UserError} when the files cannot be written
 */
export async function copyRun(task: CopyRunTask): Promise<void> {
  const { source, directory, temporaryDirectory } = task;
  try {
    await rm(temporaryDirectory, { recursive: true, force: true });
    await mkdir(temporaryDirectory, { recursive: true });
    for (const name of await readdir(source)) {
      const [from, to] = [join(source, name), join(temporaryDirectory, name)];
      await link(from, to).catch(() => copyFile(from, to));
    }
  } catch (error) {
    await rm(temporaryDirectory, { recursive: true, force: true }).catch(() => undefined);
    throw cannotWrite(directory, error);
  }
  await publishDirectory(temporaryDirectory, directory);
}

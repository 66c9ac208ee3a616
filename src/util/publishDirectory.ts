import { rename, rm } from "node:fs/promises";
import { cannotWrite } from "./writeFileAtomically.js";

/**
 * Gives a finished folder its name, so that nobody ever sees half of it. A folder that has this name
 * already is replaced; an empty or missing one makes no difference.
 *
 * @param temporary a folder beside the destination
 * @throws {UserError} when the folder cannot be renamed; the old one is then still there
 */
export async function publishDirectory(temporary: string, destination: string): Promise<void> {
  const previous = `${temporary}-replaced`;
  let moved = false;
  try {
    moved = await rename(destination, previous).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return false;
        throw error;
      },
    );
    await rename(temporary, destination);
  } catch (error) {
    if (moved) await rename(previous, destination).catch(() => undefined);
    throw cannotWrite(destination, error);
  }
  await rm(previous, { recursive: true, force: true });
}

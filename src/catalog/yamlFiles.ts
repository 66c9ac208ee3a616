import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";

/**
 * The YAML files below some folders, sorted by path; a file that two folders reach is listed once.
 * A folder that does not exist counts as empty.
 */
export async function yamlFiles(directories: readonly string[]): Promise<string[]> {
  const byRealPath = new Map<string, string>();
  for (const directory of directories) {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw error;
      },
    );
    const files = entries
      .filter((entry) => entry.isFile() && /^[^.].*\.ya?ml$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      const real = await realpath(file);
      if (!byRealPath.has(real)) byRealPath.set(real, file);
    }
  }
  return [...byRealPath.values()];
}

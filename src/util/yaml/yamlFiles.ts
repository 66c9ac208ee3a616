import { readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";

/**
 * The YAML files below some folders, sorted by path; a file that two folders reach is listed once.
 * A folder that does not exist counts as empty.
 */
export function yamlFiles(directories: readonly string[]): string[] {
  const byRealPath = new Map<string, string>();
  for (const directory of directories) {
    const names = yamlNames(directory);
    if (names.length === 0) continue;
    // Links below a folder are not followed: only the folder itself can be reached in two ways.
    const real = realpathSync(directory);
    for (const name of names) {
      const path = join(real, name);
      if (!byRealPath.has(path)) byRealPath.set(path, join(directory, name));
    }
  }
  return [...byRealPath.values()];
}

/** The paths of the YAML files of a folder, relative to it and sorted. */
function yamlNames(directory: string, below = ""): string[] {
  try {
    return readdirSync(join(directory, below), { withFileTypes: true })
      .flatMap((entry) => {
        const path = join(below, entry.name);
        if (entry.isDirectory()) return yamlNames(directory, path);
        return entry.isFile() && /^[^.].*\.ya?ml$/i.test(entry.name) ? [path] : [];
      })
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Loads a package of the project that asks for it, which is none of this program's.
 *
 * @returns undefined where it is not installed
 */
export async function installed(name: string): Promise<unknown> {
  const { resolve } = createRequire(join(process.cwd(), "notebook.js"));
  let path: string;
  try {
    path = resolve(name);
  } catch {
    return undefined;
  }
  return import(pathToFileURL(path).href);
}

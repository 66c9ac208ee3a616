import { fileURLToPath } from "node:url";

/** A folder that comes with the package, such as `lookups`: the same from `src/` and from `dist/`. */
export function packageFolder(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}

import { relative } from "node:path";

/** A path as people want to read it: relative when it lies below the working directory. */
export function displayPath(path: string): string {
  const below = relative("", path);
  return below.startsWith("..") ? path : below || ".";
}

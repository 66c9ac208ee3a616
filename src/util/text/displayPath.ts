import { relative } from "node:path";
import { escapedPath } from "../files/pathBytes.js";

/** A path as people want to read it: relative when it lies below the working directory. */
export function displayPath(path: string): string {
  const below = relative("", path);
  return escapedPath(below.startsWith("..") ? path : below || ".");
}

import { readdirSync } from "node:fs";
import { pathBytes, textOfPath } from "./pathBytes.js";

/** What stands in a folder, under a name that `pathBytes` turns back into the one on the disk. */
export interface FolderEntry {
  readonly name: string;
  isDirectory(): boolean;
  isFile(): boolean;
  isSymbolicLink(): boolean;
}

/** What stands where bytes of a name are no UTF-8, and hardly ever in a name itself. */
const replacementCharacter = "\ufffd";

/** The entries of a folder, whatever bytes their names are made of. */
export function listFolder(path: string): FolderEntry[] {
  const folder = pathBytes(path);
  const entries = readdirSync(folder, { withFileTypes: true });
  // Names as bytes take longer, and nearly nobody needs them.
  if (!entries.some(({ name }) => name.includes(replacementCharacter))) return entries;
  return readdirSync(folder, { withFileTypes: true, encoding: "buffer" }).map((entry) => ({
    name: textOfPath(entry.name),
    isDirectory: () => entry.isDirectory(),
    isFile: () => entry.isFile(),
    isSymbolicLink: () => entry.isSymbolicLink(),
  }));
}

import { basename, dirname } from "node:path";

/** A call that changes files, or waits until a change is on the disk, as it returned. */
export interface FileCall {
  readonly call: "mkdir" | "write" | "rename" | "link" | "rm" | "sync";
  readonly path: string;
  /** Of renames and links. */
  readonly to?: string;
}

/**
 * What a power loss could take away although the program that made these calls said that it was done:
 * content that was not synced before its file or folder got its name, and names that were not synced
 * afterwards.
 *
 * @param isTransient names that nobody misses
 */
export function crashFaults(
  calls: readonly FileCall[],
  isTransient: (path: string) => boolean,
): string[] {
  const faults: string[] = [];
  /** Files with content, and folders with names, that are not on the disk yet. */
  const dirty = new Set<string>();
  /** Files that were written before: their names are there. */
  const known = new Set<string>();
  const below = (folder: string) =>
    [...dirty].filter((path) => path === folder || path.startsWith(`${folder}/`));
  for (const { call, path, to } of calls) {
    if (call === "write") {
      dirty.add(path);
      // The file itself may be new.
      if (!isTransient(path) && !known.has(path)) dirty.add(dirname(path));
      known.add(path);
    } else if (call === "sync") dirty.delete(path);
    else if (call === "mkdir") {
      if (!isTransient(path)) dirty.add(dirname(path));
    } else if (call === "rm") {
      known.clear();
      for (const gone of below(path)) dirty.delete(gone);
    } else if (to !== undefined) {
      if (!isTransient(to)) {
        for (const unsynced of below(path)) {
          faults.push(`${basename(unsynced)} was not synced before it became part of ${to}`);
        }
      }
      for (const moved of below(path)) {
        dirty.delete(moved);
        dirty.add(to + moved.slice(path.length));
      }
      if (!isTransient(to)) dirty.add(dirname(to));
    }
  }
  for (const path of dirty) {
    if (!isTransient(path)) faults.push(`${path} was not synced in the end`);
  }
  return faults;
}

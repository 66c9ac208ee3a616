import type { Loss } from "./loss.js";

/** The loss behind an error of the operating system. */
export function lossOfError(file: string, offset: number, error: unknown): Loss {
  const { code, message } = error as NodeJS.ErrnoException;
  const vanished = code === "ENOENT" || code === "ENOTDIR" || code === "ESTALE";
  return {
    kind: vanished ? "vanished" : "unreadable",
    file,
    offset,
    reason: vanished ? "it is gone" : reasonOf(code, message),
    recordsLost: 0,
    valuesLost: 0,
    valuesRounded: 0,
    tags: new Map(),
    bytesLost: 0,
  };
}

function reasonOf(code: string | undefined, message: string): string {
  if (code === "EACCES" || code === "EPERM") return "this user may not read it";
  if (code === "EISDIR") return "it is a folder";
  return `cannot be read (${code ?? message})`;
}

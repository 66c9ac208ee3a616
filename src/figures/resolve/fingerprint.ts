import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { RunDirectory } from "../../events/index.js";
import { exactStatOrUndefined } from "../../util/statOrUndefined.js";

/** SHA-256 of a text or bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The fingerprint of a file that is not there. */
export const missing = "missing";

/** Fingerprints of files by path, and what `stat` said of the file then. */
const known = new Map<string, { readonly state: string; readonly fingerprint: string }>();

/**
 * SHA-256 of a file's content; "missing" when there is none. Figures share tables: what was not touched
 * since this process hashed it is not read again.
 *
 * Synchronous, because `figures list` asks some hundred times.
 */
export function fileFingerprint(path: string): string {
  if (!exactStatOrUndefined(path)?.isFile()) return missing;
  const state = fileState(path);
  const before = known.get(path);
  if (state !== undefined && before?.state === state) return before.fingerprint;
  const fingerprint = hashOfFile(path);
  if (fingerprint === undefined) return missing;
  if (state !== undefined) known.set(path, { state, fingerprint });
  return fingerprint;
}

/**
 * What changes when a file does; undefined when there is none, or when it is so young that a later change
 * might not show in its times, which some file systems count in seconds.
 */
export function fileState(path: string): string | undefined {
  const stats = exactStatOrUndefined(path);
  if (stats === undefined || Date.now() - Number(stats.ctimeMs) <= 3000) return undefined;
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(" ");
}

/** Tables may be larger than memory, and than what one buffer holds. */
function hashOfFile(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const hash = createHash("sha256");
    const part = Buffer.allocUnsafe(2 ** 20);
    for (;;) {
      const length = readSync(file, part);
      if (length === 0) return hash.digest("hex");
      hash.update(part.subarray(0, length));
    }
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * What stands for the content of runs: names, sizes and times of their event files, behind links too.
 * Reading gigabytes of logs only to find that nothing changed would defeat the purpose.
 */
export function logFingerprint(runs: readonly RunDirectory[]): string {
  const lines = runs.flatMap(({ name, files }) =>
    files.map((file) => {
      const stats = exactStatOrUndefined(file);
      return `${name}/${basename(file)} ${stats?.size ?? missing} ${stats?.mtimeNs ?? ""}`;
    }),
  );
  return sha256(lines.join("\n"));
}

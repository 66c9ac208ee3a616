import { createHash } from "node:crypto";
import { exactStatOrUndefined } from "../../util/statOrUndefined.js";
import { readdirSync, readFileSync, statSync, type BigIntStats } from "node:fs";
import { join } from "node:path";
import { compareNaturally } from "../../util/compareNaturally.js";

/** SHA-256 of a text or bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The fingerprint of a file that is not there. */
export const missing = "missing";

/** Fingerprints of files by path, and what `stat` said of the file then. */
const known = new Map<string, { readonly state: string; readonly fingerprint: string }>();

/**
 * SHA-256 of a file's content; "missing" when there is none. Figures share specs, themes and tables:
 * what was not touched since this process hashed it is not read again.
 *
 * Synchronous, because `figures list` asks some hundred times.
 */
export function fileFingerprint(path: string): string {
  const stats = exactStatOrUndefined(path);
  if (!stats?.isFile()) return missing;
  const state = [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(" ");
  const before = known.get(path);
  if (before?.state === state) return before.fingerprint;
  const content = readOrNothing(path);
  if (content === undefined) return missing;
  const fingerprint = sha256(content);
  if (isSettled(stats)) known.set(path, { state, fingerprint });
  return fingerprint;
}

/** Whether a later change would show in the times of a file, which some file systems count in seconds. */
function isSettled({ ctimeMs }: BigIntStats): boolean {
  return Date.now() - Number(ctimeMs) > 3000;
}

function readOrNothing(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * What stands for the content of a log directory: names, sizes and times of its event files. Reading
 * gigabytes of logs only to find that nothing changed would defeat the purpose.
 */
export function logFingerprint(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.includes("tfevents"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(compareNaturally);
  const lines = files.map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${file.slice(directory.length)} ${size} ${mtimeMs}`;
  });
  return sha256(lines.join("\n"));
}

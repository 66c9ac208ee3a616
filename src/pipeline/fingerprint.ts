import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareNaturally } from "../events/compareNaturally.js";

/** SHA-256 of a text or bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** SHA-256 of a file's content; "missing" when there is none. */
export async function fileFingerprint(path: string): Promise<string> {
  const content = await readFile(path).catch(() => undefined);
  return content === undefined ? "missing" : sha256(content);
}

/**
 * What stands for the content of a log directory: names, sizes and times of its event files. Reading
 * gigabytes of logs only to find that nothing changed would defeat the purpose.
 */
export async function logFingerprint(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.name.includes("tfevents"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(compareNaturally);
  const lines = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return `${file.slice(directory.length)} ${size} ${mtimeMs}`;
    }),
  );
  return sha256(lines.join("\n"));
}

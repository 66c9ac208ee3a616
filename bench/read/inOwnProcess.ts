import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Measurement } from "./measure.js";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** Measures a reader in a fresh process, so that none profits from another's warm code or memory. */
export function inOwnProcess(
  reader: string,
  logDirectory: string,
  repetitions: number,
  eventsModule = `${folder}../../src/events/index.ts`,
): Measurement {
  const output = execFileSync(
    process.execPath,
    [
      ...["--import", "tsx/esm", `${folder}measure.ts`],
      ...[eventsModule, reader, logDirectory, String(repetitions)],
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  return JSON.parse(output) as Measurement;
}

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Measurement } from "./measure.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Runs `figures export` as a user does, from start to end of the process; needs `npm run build`. */
export function exportProcess(
  logDirectory: string,
  options: readonly string[],
  repetitions: number,
): Omit<Measurement, "scalars"> {
  const out = join(tmpdir(), `tbfigures-bench-${process.pid}.parquet`);
  const runs = Array.from({ length: repetitions }, () => {
    const start = performance.now();
    const { status, output, stderr } = spawnSync(
      process.execPath,
      [
        ...["--import", `${here}reportUsage.mjs`, `${here}../../dist/cli/main.js`],
        ...["export", logDirectory, "--out", out, ...options],
      ],
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe", "pipe"] },
    );
    if (status !== 0) throw new Error(`figures export ended with ${status}:\n${stderr}`);
    const usage = JSON.parse(output[3]!) as { cpuMs: number; peakMegabytes: number };
    return { ms: performance.now() - start, ...usage };
  });
  rmSync(out, { force: true });
  return {
    firstMs: runs[0].ms,
    bestMs: Math.min(...runs.map(({ ms }) => ms)),
    cpuMs: Math.min(...runs.map(({ cpuMs }) => cpuMs)),
    peakMegabytes: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

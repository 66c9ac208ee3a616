/**
 * How reading grows with the log: microseconds of processor time per event from 10^4 events on, milliseconds per run from
 * 10 runs on, and the peak of resident memory. `npm run bench:read:scale [-- --events 8 --runs 50000]`
 * writes bench/read/scale.csv and draws bench/read/scale.svg. Each log is removed after it was read; 10^8
 * events take 5 GB.
 */
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeFileAtomically } from "../../src/util/writeFileAtomically.js";
import { drawScale, type ScalePoint } from "./drawScale.js";
import { fillScalars, generateManyRuns, writeRun } from "./generateLogs.js";
import { inOwnProcess } from "./inOwnProcess.js";

const { values: options } = parseArgs({
  options: {
    events: { type: "string", default: "7" },
    runs: { type: "string", default: "50000" },
  },
});
const folder = process.env["TBFIGURES_BENCH"] ?? join(tmpdir(), "tbfigures-bench-read");
const here = fileURLToPath(new URL(".", import.meta.url));
const tags = Array.from({ length: 10 }, (_, i) => `loss/p${i}`);
const points: ScalePoint[] = [];

function measure(
  panel: ScalePoint["panel"],
  count: number,
  unit: number,
  fill: (directory: string) => void,
): void {
  const directory = join(folder, `scale-${count}`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  try {
    fill(directory);
    for (const reader of ["readRuns", "streamRuns"]) {
      // Columns of all points of a single run cannot be held in bounded memory.
      if (reader === "readRuns" && panel === "events" && count > 1e7) continue;
      const { cpuMs, peakMegabytes } = inOwnProcess(reader, directory, count <= 1e6 ? 5 : 1);
      const point = { panel, reader, count, time: (cpuMs * unit) / count, peakMegabytes };
      console.log(JSON.stringify(point));
      points.push(point);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

for (let exponent = 4; exponent <= Number(options.events); exponent++) {
  const count = 10 ** exponent;
  measure("events", count, 1000, (directory) => {
    writeRun(join(directory, "run"), (events) => fillScalars(events, tags, count / tags.length));
  });
}
for (const count of [10, 100, 1000, 10_000, 50_000]) {
  if (count > Number(options.runs)) break;
  measure("runs", count, 1, (directory) => generateManyRuns(directory, count));
}

const header = "panel,reader,count,time,peak.megabytes\n";
const lines = points.map((p) => [p.panel, p.reader, p.count, p.time, p.peakMegabytes].join(","));
await writeFileAtomically(join(here, "scale.csv"), `${header}${lines.join("\n")}\n`);
await writeFileAtomically(join(here, "scale.svg"), await drawScale(points));

/**
 * How fast logs are read. `npm run bench:read [-- --against <commit>] [--repetitions n]`: generates its
 * inputs once (in the system's folder for temporary files, or TBFIGURES_BENCH), reads each with every
 * reader in a fresh process, and prints seconds and ratios.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { unpackEarlierVersion } from "./earlierVersion.js";
import { exportProcess } from "./exportProcess.js";
import { generateManyRuns, generatePictures, generateScalars } from "./generateLogs.js";
import { inOwnProcess } from "./inOwnProcess.js";
import { installedPeers } from "./peers.js";

const { values: options } = parseArgs({
  options: { against: { type: "string" }, repetitions: { type: "string", default: "5" } },
});
const folder = process.env["TBFIGURES_BENCH"] ?? join(tmpdir(), "tbfigures-bench-read");
const repetitions = Number(options.repetitions);

interface Case {
  readonly name: string;
  readonly generate: (directory: string) => void;
  readonly directory: string;
  /**
   * Seconds. Of reading alone what it must beat: half of what the data server took on a quiet machine of
   * two cores, then all of it. Of exports the whole process.
   */
  readonly bars: Readonly<Record<string, number>>;
}

const long = "export to Parquet, a row per scalar";
const wide = "export to Parquet, a row per step";
const exportOptions = { [long]: ["--long"], [wide]: ["--tags", "*"] };

const cases: readonly Case[] = [
  {
    name: "2.1 million scalars in one file (98 MB)",
    generate: generateScalars,
    directory: "scalars",
    bars: { readRuns: 0.93 / 2, [long]: 1.2, [wide]: 1.2 },
  },
  {
    name: "1,000 runs of 408 scalars (38 MB)",
    generate: (directory) => generateManyRuns(directory),
    directory: "runs",
    bars: { readRuns: 0.38, [long]: 0.9, [wide]: 0.9 },
  },
  {
    name: "99 MB, 95 % pictures and histograms",
    generate: generatePictures,
    directory: "pictures",
    bars: { "readRuns, all checksums": 0.71, readRuns: 0.07, [long]: 0.5, [wide]: 0.5 },
  },
];

const readerNames = [
  "readRuns",
  "readRuns, all checksums",
  "readRuns, no checksums",
  "streamRuns",
  "protobufjs, no checksums",
];

function generated({ directory, generate }: Case): string {
  const path = join(folder, directory);
  if (existsSync(path)) return path;
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  generate(unfinished);
  renameSync(unfinished, path);
  return path;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3).padStart(9);
}

const earlier =
  options.against === undefined ? undefined : unpackEarlierVersion(options.against, folder);
const peers = installedPeers();

for (const one of cases) {
  const logDirectory = generated(one);
  console.log(`\n${one.name}`);
  console.log(`${"".padEnd(36)}first, s   best, s    cpu, s    ratio  cpu ratio  peak MB   bar, s`);
  const rows = readerNames.map((name) => ({
    name,
    ...inOwnProcess(name, logDirectory, repetitions),
  }));
  for (const [name, options] of Object.entries(exportOptions)) {
    rows.push({ name, scalars: 0, ...exportProcess(logDirectory, options, repetitions) });
  }
  if (earlier !== undefined) {
    const name = `readRuns at ${options.against}`;
    rows.push({ name, ...inOwnProcess("readRuns", logDirectory, repetitions, earlier) });
  }
  const [{ bestMs: reference, cpuMs: cpuReference }] = rows;
  for (const { name, firstMs, bestMs, cpuMs, peakMegabytes } of rows) {
    const ratio = (bestMs / reference).toFixed(2).padStart(9);
    // Others on the machine disturb processor time less than they do the clock.
    const cpuRatio = (cpuMs / cpuReference).toFixed(2).padStart(11);
    const bar = one.bars[name]?.toFixed(3).padStart(9) ?? "";
    const memory = peakMegabytes.toFixed(0).padStart(9);
    console.log(
      `${name.padEnd(34)}${seconds(firstMs)} ${seconds(bestMs)} ${seconds(cpuMs)}${ratio}${cpuRatio}${memory}${bar}`,
    );
  }
  for (const peer of peers) {
    const time = 1000 * (await peer.seconds(logDirectory));
    const ratio = (time / reference).toFixed(2).padStart(9);
    console.log(`${peer.name.padEnd(34)}${seconds(time)} ${"".padEnd(19)}${ratio}`);
  }
}

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { layoutAskedFor, streamLogs, writeTable } from "../../../src/exports/exportLogs.js";
import { exportPoints } from "../../../src/exports/exportPoints.js";
import {
  exportPart,
  type PartedExport,
  partPath,
  type PartOptions,
  planParts,
} from "../../../src/exports/parts/exportParts.js";
import { mergeParts } from "../../../src/exports/parts/mergeParts.js";
import { storedParts } from "../../../src/exports/parts/storedTable.js";
import { findNamedRuns } from "../../../src/exports/readNamedRuns.js";
import { recogniseLayout } from "../../../src/exports/recogniseLayout.js";
import type { LogTable } from "../../../src/exports/streamRows.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("an export in parts", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  type Kind = PartedExport["kind"];

  /** What was told, and the table: of all runs at once, and put together of parts. */
  async function both(name: string, logs: string, kind: Kind, options: PartOptions, most = 2) {
    const tellInto = (lines: string[]) => ({
      onLoss: (loss: object) => void lines.push(JSON.stringify(loss)),
      onEmptyRun: (run: { name: string }) => void lines.push(`empty ${run.name}`),
      onSuperseded: (run: { name: string }, all: object) =>
        void lines.push(`${run.name} ${JSON.stringify(all)}`),
    });
    const [wholeTold, partsTold]: string[][] = [[], []];
    const whole = tellInto(wholeTold);
    const direct =
      kind === "scalars"
        ? await streamLogs(logs, { ...options, ...whole })
        : await exportPoints(logs, kind, { ...options, ...whole });
    const { parts } = await planParts(logs, { runs: most, bytes: Infinity });
    const isWide = kind === "scalars" && !options.long;
    const layout =
      layoutAskedFor(options) ?? (isWide ? recogniseLayout(await findNamedRuns(logs)) : undefined);
    const work: PartedExport = { directories: logs, kind, options: { ...options, layout }, parts };
    const place = join(folder(), `${name} parts`);
    mkdirSync(place);
    for (const part of parts.keys()) await exportPart(work, part, place);
    const merged = mergeParts(work, place, tellInto(partsTold));
    return { direct, merged, wholeTold, partsTold, parts: parts.length };
  }

  async function bytesOf(name: string, table: LogTable): Promise<Buffer[]> {
    const paths = ["csv", "parquet"].map((ending) => join(folder(), `${name}.${ending}`));
    for (const path of paths) await writeTable(path, table);
    return paths.map((path) => readFileSync(path));
  }

  /** Runs with other tags, types and lengths than their neighbours, one empty, one restarted, one damaged. */
  function writeLogs(name: string): string {
    const logs = join(folder(), name);
    for (let run = 0; run < 7; run++) {
      const directory = join(logs, run % 2 === 0 ? `a/run${run}` : `b/run${run}`);
      let time = 1000 * run;
      const clock = () => (time += 0.25);
      const writer = openEventWriter(directory, { clock, host: "h" });
      // More rows than a group of a Parquet file has, whose end does not fall on that of a part.
      const steps = run === 3 ? 0 : run === 2 ? 62_000 : 300 * (run + 1);
      for (let step = 0; step < steps; step++) {
        writer.scalar(run > 3 ? "late" : "loss", step / 3, step);
        if (step % 7 === 0)
          writer.scalar(`tag ${run}`, step % 200 === 0 ? NaN : Math.fround(0.1), step);
        if (step % 1000 === 0) writer.text("note", `step ${step} of "${run}"`, step);
        if (step % 1000 === 0) writer.histogram("weights", Float64Array.of(step, 1, 2), step);
      }
      writer.close();
      if (run === 5) {
        const again = openEventWriter(directory, { clock, host: "later" });
        for (let step = 100; step < 200; step++) again.scalar("late", -step, step);
        again.close();
      }
      if (run === 6) {
        const path = writer.path;
        writeFileSync(path, readFileSync(path).subarray(0, -5));
      }
    }
    return logs;
  }

  it("is byte for byte the table of one process, told about in the same words", async () => {
    const logs = writeLogs("logs");
    const cases: [string, Kind, PartOptions][] = [
      ["wide", "scalars", {}],
      ["some tags", "scalars", { tags: ["l*"] }],
      ["long", "scalars", { long: true }],
      ["long all", "scalars", { long: true, supersede: "none" }],
      ["texts", "texts", {}],
      ["histograms", "histograms", {}],
    ];
    for (const [name, kind, options] of cases) {
      const { direct, merged, wholeTold, partsTold, parts } = await both(name, logs, kind, options);
      assert.equal(parts, 4);
      assert.ok(merged !== undefined, name);
      const [whole, put] = [await bytesOf(name, direct), await bytesOf(`${name} put`, merged)];
      assert.deepEqual(put, whole, name);
      assert.deepEqual(merged.counts, direct.counts, name);
      assert.deepEqual(partsTold, wholeTold, name);
      assert.ok(wholeTold.length >= 2, "an empty run, a damaged one");
    }
  });

  it("is that of the papers' logs, too", async () => {
    const papers = "fixtures/runs/sltr-in2";
    for (const [name, options] of [
      ["papers", {}],
      ["weights", { weights: true }],
      ["papers long", { long: true }],
    ] as const) {
      const { direct, merged } = await both(name, papers, "scalars", options, 20);
      assert.ok(merged !== undefined, name);
      assert.deepEqual(await bytesOf(name, direct), await bytesOf(`${name} put`, merged), name);
    }
  });

  it("is left to one process where a look at all runs decides", async () => {
    const logs = join(folder(), "cases");
    for (const [run, tag] of ["Loss", "loss", "step", "step"].entries()) {
      const writer = openEventWriter(join(logs, `run${run}`));
      writer.scalar(tag, 1, 0);
      writer.scalar("acc", 1, 0);
      writer.close();
    }
    // Tags that differ in case only, and one that is called as a column is.
    assert.equal((await both("names", logs, "scalars", {})).merged, undefined);
    assert.equal(
      (await both("unmatched", logs, "scalars", { tags: ["acc", "none"] })).merged,
      undefined,
    );
    assert.ok(
      (await both("matched", logs, "scalars", { tags: ["acc", "Loss"] })).merged !== undefined,
    );
  });

  it("refuses a part that was cut", async () => {
    const logs = join(folder(), "cut");
    const writer = openEventWriter(join(logs, "run"));
    writer.scalar("loss", 1, 0);
    writer.close();
    const { parts } = await planParts(logs);
    const work: PartedExport = {
      directories: logs,
      kind: "scalars",
      options: { long: true },
      parts,
    };
    await exportPart(work, 0, folder());
    const path = partPath(folder(), 0);
    writeFileSync(path, readFileSync(path).subarray(0, -9));
    assert.throws(() => [...storedParts(path)], /was cut\. Remove it, and export again/);
  });
});

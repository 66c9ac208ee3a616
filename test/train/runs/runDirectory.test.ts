import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  inspectRun,
  writeRunRecord,
  type RunRecord,
} from "../../../src/train/runs/runDirectory.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const settings = completeSettings({ layerType: "NRU", maxIterations: 5000 });
const record: RunRecord = {
  settings,
  backend: "js",
  iterationsDone: 5001,
  stopped: null,
  seconds: 1.5,
  version: "0.1.0",
};

describe("inspectRun", () => {
  const folder = temporaryFolder();
  const newDirectory = (name: string): string => {
    const directory = join(folder(), name);
    mkdirSync(directory);
    return directory;
  };

  it("tells a finished run from one that is missing, empty or not ours", async () => {
    const finished = newDirectory("finished");
    await writeRunRecord(finished, record);
    assert.deepEqual(await inspectRun(finished, settings), { kind: "finished", record });
    assert.deepEqual(await inspectRun(join(folder(), "none"), settings), { kind: "missing" });
    assert.deepEqual(await inspectRun(newDirectory("empty"), settings), { kind: "missing" });
    const foreign = newDirectory("foreign");
    writeFileSync(join(foreign, "events.out.tfevents.1.host"), "");
    assert.deepEqual(await inspectRun(foreign, settings), { kind: "foreign" });
    writeFileSync(join(foreign, ".run.json"), "{");
    assert.deepEqual(await inspectRun(foreign, settings), { kind: "foreign" });
  });

  it("names the settings that differ, ranges included", async () => {
    const directory = newDirectory("different");
    await writeRunRecord(directory, record);
    const { noiseRange } = settings;
    const wanted = { ...settings, maxIterations: 50_000, interpolationRange: noiseRange };
    const state = await inspectRun(directory, wanted);
    assert.ok(state.kind === "different");
    assert.equal(state.differences.length, 2);
    assert.ok(state.differences.includes("maxIterations is 5000 instead of 50000"));
  });

  it("takes settings that an older program did not know for their defaults", async () => {
    const directory = newDirectory("older");
    await writeRunRecord(directory, record);
    const path = join(directory, ".run.json");
    const written = readFileSync(path, "utf8");
    assert.match(written, /"lpNorm":1,/);
    writeFileSync(path, written.replace('"lpNorm":1,', ""));
    assert.equal((await inspectRun(directory, settings)).kind, "finished");
  });
});

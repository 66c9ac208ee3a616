import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  inspectRun,
  inspectRuns,
  isToBeTrained,
  replacingRecord,
  writeFailure,
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
    writeFileSync(join(foreign, ".run.json"), '{"run":"of another program"}');
    assert.deepEqual(await inspectRun(foreign, settings), { kind: "foreign" });
  });

  it("sees many runs as it sees each of them", async () => {
    const directory = newDirectory("many");
    await writeRunRecord(directory, record);
    const all = [
      { directory, settings },
      { directory, settings: { ...settings, seed: 99 } },
      { directory: join(folder(), "nowhere"), settings },
    ];
    const each = await Promise.all(all.map((one) => inspectRun(one.directory, one.settings)));
    assert.deepEqual(await inspectRuns(all), each);
    assert.deepEqual(
      each.map(({ kind }) => kind),
      ["finished", "different", "missing"],
    );
  });

  it("takes a record that a power loss or a full disk cut for that of an unfinished run", async () => {
    const directory = newDirectory("cut");
    await writeRunRecord(directory, record);
    const path = join(directory, ".run.json");
    const whole = readFileSync(path);
    const zeros = Buffer.alloc(whole.length);
    for (const text of ["", "{", whole.subarray(0, 100), zeros, replacingRecord]) {
      writeFileSync(path, text);
      assert.deepEqual(await inspectRun(directory, settings), { kind: "unfinished" });
    }
  });

  it("keeps the reason of a failure, and how often there was one, until there is a run", async () => {
    const directory = join(folder(), "failing");
    await writeFailure(directory, "no memory");
    await writeFailure(directory, "no memory left");
    const state = await inspectRun(directory, settings);
    assert.ok(state.kind === "failed");
    assert.deepEqual([state.failure.reason, state.failure.attempts], ["no memory left", 2]);
    assert.ok(isToBeTrained(state));
    const foreign = newDirectory("foreign too");
    writeFileSync(join(foreign, "events.out.tfevents.1.host"), "");
    await writeFailure(foreign, "no memory");
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

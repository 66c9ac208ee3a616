import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { Tally } from "../../../src/jobs/executors/tally.js";
import { trainInWorkers } from "../../../src/jobs/executors/trainInWorkers.js";
import { loadModules } from "../../../src/train/modules/loadModules.js";
import { inspectRun } from "../../../src/train/runs/runDirectory.js";
import type { TrainRunTask } from "../../../src/train/runs/trainRun.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const kit = new URL("../../../src/train/modules/moduleKit.ts", import.meta.url).href;

/** Three modules of one's own; one of them ends the worker that it is trained in, after its formula was made. */
const modulesFile = `
  import { mul, sum, uniform } from ${JSON.stringify(kit)};
  import { isMainThread } from "node:worker_threads";
  const made = (layerType, onForward) => ({
    name: layerType,
    layerTypes: [layerType],
    namespace: layerType.toLowerCase(),
    parameters: ({ inputs }) => [{ name: "W", axes: [inputs], initial: uniform(-0.5, 0.5) }],
    forward: ({ x, inputs, parameters: { W } }) => {
      onForward();
      return sum(mul(x, W), inputs);
    },
    logged: () => [],
  });
  const end = () => {
    if (!isMainThread) setImmediate(() => { throw new Error("the end of the worker"); });
  };
  export default [made("CalmOne", () => {}), made("EndsWorkers", end), made("CalmTwo", () => {})];
`;

describe("a worker that ends while it trains several runs", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it("costs the run that ended it, by name, and no other", async () => {
    const file = join(folder(), "modules.mjs");
    writeFileSync(file, modulesFile);
    await loadModules([file]);
    const tasks = ["CalmOne", "EndsWorkers", "CalmTwo"].map((layerType): TrainRunTask => ({
      settings: completeSettings({
        task: "simple_function_static",
        operation: "add",
        inputSize: 20,
        maxIterations: 20,
        logInterval: 10,
        layerType,
      }),
      directory: join(folder(), "runs", layerType),
      modules: [file],
    }));
    const tally = new Tally(tasks);
    await trainInWorkers({ workers: 1 }).run(tasks, tally, new AbortController().signal);
    assert.deepEqual(
      tally.failures.map(({ directory }) => directory),
      [tasks[1].directory],
    );
    assert.match(tally.failures[0].error.message, /the end of the worker/);
    assert.equal(tally.trained, 2);
    for (const [index, { directory, settings }] of tasks.entries()) {
      const { kind } = await inspectRun(directory, settings);
      assert.equal(kind, index === 1 ? "failed" : "finished");
    }
    assert.deepEqual(readdirSync(join(folder(), "runs")).sort(), [
      "CalmOne",
      "CalmTwo",
      "EndsWorkers",
    ]);
    assert.equal(readdirSync(tasks[0].directory).length, 2, "one event file and the record");
  });
});

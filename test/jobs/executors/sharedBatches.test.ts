import assert from "node:assert/strict";
import { join } from "node:path";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { readRuns } from "../../../src/events/index.js";
import type { Executor } from "../../../src/jobs/executors/executor.js";
import { Tally } from "../../../src/jobs/executors/tally.js";
import { trainInline } from "../../../src/jobs/executors/trainInline.js";
import { trainInWorkers } from "../../../src/jobs/executors/trainInWorkers.js";
import type { TrainRunTask } from "../../../src/train/runs/trainRun.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const given: Readonly<Record<string, GivenSettings>> = {
  nmu: { layerType: "ReRegualizedLinearNAC", nacMultiplication: "mnac" },
  "nmu, another seed": { layerType: "ReRegualizedLinearNAC", seed: 1 },
  nac: { layerType: "NAC" },
  "no module": { layerType: "nothing" },
  linear: { layerType: "linear", verbose: false },
};

describe("runs of a worker that see the same batches", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const tasksIn = (place: string): TrainRunTask[] =>
    Object.entries(given).map(([name, one]) => ({
      settings: completeSettings({
        task: "simple_function_static",
        operation: "mul",
        inputSize: 20,
        maxIterations: 20,
        logInterval: 10,
        ...one,
      }),
      directory: join(folder(), place, name),
    }));

  async function train(executor: Executor, place: string): Promise<Tally> {
    const tasks = tasksIn(place);
    const tally = new Tally(tasks);
    await executor.run(tasks, tally, new AbortController().signal);
    return tally;
  }

  /** Steps and values of all tags, without the times. */
  const scalarsOf = async (place: string, name: string) => {
    const columns: unknown[] = [];
    for await (const { scalars } of readRuns(join(folder(), place, name))) {
      for (const [tag, { step, value }] of scalars) columns.push([tag, [...step], [...value]]);
    }
    return columns;
  };

  it("leave the event files of runs that are trained alone, and fail alone", async () => {
    const together = await train(trainInWorkers({ workers: 1 }), "together");
    const alone = await train(trainInline, "alone");
    for (const tally of [together, alone]) {
      assert.equal(tally.trained, 4);
      assert.equal(tally.iterationsDone, 4 * 21);
      assert.deepEqual(
        tally.failures.map(({ directory, error }) => [directory.split("/").at(-1), error.message]),
        alone.failures.map(({ directory, error }) => [directory.split("/").at(-1), error.message]),
      );
    }
    assert.equal(alone.failures.length, 1);
    for (const name of Object.keys(given).filter((one) => one !== "no module")) {
      const values = await scalarsOf("together", name);
      assert.ok(values.length > 5);
      assert.deepEqual(values, await scalarsOf("alone", name), name);
    }
  });
});

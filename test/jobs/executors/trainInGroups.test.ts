import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend } from "../../../src/compute/backends/backend.js";
import { backends } from "../../../src/compute/backends/backends.js";
import { wasmBackend } from "../../../src/compute/backends/wasm/wasmBackend.js";
import { createCudaBackend } from "../../../src/compute/backends/cuda/cudaBackend.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import type { Executor, TrainingEvents } from "../../../src/jobs/executors/executor.js";
import { trainInGroups } from "../../../src/jobs/executors/trainInGroups.js";
import { trainInline } from "../../../src/jobs/executors/trainInline.js";
import { backendOfRun } from "../../../src/jobs/plan/autoBackend.js";
import type { TrainRunTask } from "../../../src/train/runs/trainRun.js";
import {
  interpretedDriver,
  type InterpretedDriverOptions,
} from "../../compute/backends/cuda/interpretedDriver.js";
import { backendOf, interpreted } from "../../compute/backends/cuda/sameBits.js";

const base: GivenSettings = {
  layerType: "NRU",
  operation: "div",
  batchSize: 8,
  maxIterations: 7,
  logInterval: 3,
};
const zero = parseNumberRange("[0, 0]");
/** Two forms; one of the runs stops at once. */
const given: Readonly<Record<string, GivenSettings>> = {
  first: { ...base, seed: 1 },
  "another range": { ...base, seed: 1, interpolationRange: parseNumberRange("[2, 4]") },
  stopped: { ...base, seed: 2, interpolationRange: zero, extrapolationRange: zero },
  "another form": { ...base, layerType: "SignNMRU", seed: 3 },
};

/** Frames of an event file without the time of each event. */
async function eventsIn(folder: string): Promise<Buffer> {
  const name = (await readdir(folder)).find((file) => file.includes("tfevents"))!;
  const data = await readFile(join(folder, name));
  const events: Buffer[] = [];
  for (let at = 0; at < data.length;) {
    const length = Number(data.readBigUInt64LE(at));
    events.push(data.subarray(at + 12 + 9, at + 12 + length));
    at += 16 + length;
  }
  return Buffer.concat(events);
}

class Recorder implements TrainingEvents {
  readonly finished: string[] = [];
  readonly failures: string[] = [];
  progress: TrainingEvents["progress"] = () => undefined;
  done({ directory }: TrainRunTask): void {
    this.finished.push(directory);
  }
  doneElsewhere(): void {}
  busy(): void {}
  failed({ directory }: TrainRunTask, error: Error): void {
    this.failures.push(`${directory}: ${error.message}`);
  }
  submitted(): void {}
}

describe("training side by side on a GPU", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "groups-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const tasksIn = (place: string): TrainRunTask[] =>
    Object.entries(given).map(([name, one]) => ({
      settings: completeSettings(one),
      directory: join(folder, place, name),
    }));

  async function trainOn(backend: Backend): Promise<Recorder> {
    const on = new Recorder();
    const executor = trainInGroups(trainInline, () => backend);
    await executor.run(tasksIn("gpu"), on, new AbortController().signal);
    return on;
  }

  async function checkSameEvents(): Promise<void> {
    await trainInline.run(tasksIn("cpu"), new Recorder(), new AbortController().signal);
    for (const name of Object.keys(given)) {
      const [gpu, cpu] = await Promise.all(
        ["gpu", "cpu"].map((place) => eventsIn(join(folder, place, name))),
      );
      assert.ok(gpu.equals(cpu), name);
    }
  }

  it("writes the event files that training run by run writes, byte for byte", async () => {
    const on = await trainOn(interpreted());
    assert.deepEqual(on.failures, []);
    assert.equal(on.finished.length, Object.keys(given).length);
    await checkSameEvents();
    const record = JSON.parse(
      await readFile(join(folder, "gpu", "first", ".run.json"), "utf8"),
    ) as Record<string, unknown>;
    assert.equal(record["backend"], "cuda");
    assert.equal(record["device"], "PTX interpreter (CUDA 13.0)");
  });

  it("draws once for runs of one seed, and writes the same event files", async function () {
    this.timeout(60_000);
    const two: GivenSettings = {
      task: "simple_function_static",
      layerType: "ReRegualizedLinearNAC",
      nacMultiplication: "mnac",
      inputSize: 16,
      maxIterations: 1,
      logInterval: 2,
    };
    const tasks = (place: string) =>
      (["mul", "add"] as const).flatMap((operation) =>
        [1, 2].map((seed): TrainRunTask => ({
          settings: completeSettings({ ...two, operation, seed }),
          directory: join(folder, place, `${operation} ${seed}`),
        })),
      );
    const driver = interpretedDriver();
    const backend = backendOf(driver);
    const on = new Recorder();
    const { signal } = new AbortController();
    await trainInGroups(trainInline, () => backend).run(tasks("gpu"), on, signal);
    assert.deepEqual(on.failures, []);
    assert.equal(driver.calls.filter(({ call }) => call === "loadModule").length, 1);
    await trainInline.run(tasks("cpu"), new Recorder(), signal);
    for (const [index, { directory }] of tasks("gpu").entries()) {
      const [gpu, cpu] = [await eventsIn(directory), await eventsIn(tasks("cpu")[index].directory)];
      assert.ok(gpu.equals(cpu), directory);
    }
  });

  it("makes smaller groups where the device has not enough memory", async () => {
    // Two data sets of 10,000 rows and three columns take 240 kB a run.
    const on = await trainOn(interpreted({ bytes: 700_000 }));
    assert.deepEqual(on.failures, []);
    await checkSameEvents();
  });

  it("says for each run that it does not fit where not even one does", async () => {
    const on = await trainOn(interpreted({ bytes: 100_000 }));
    assert.equal(on.failures.length, Object.keys(given).length);
    assert.match(on.failures[0], /memory/i);
  });

  it("begins anew, on another card, what was on one that failed", async () => {
    const answer: InterpretedDriverOptions["answer"] = (call, times, card) =>
      call === "launch" && card === 0 && times > 8 ? 214 : 0;
    const driver = interpretedDriver({ cards: 2, answer });
    const on = await trainOn(backendOf(driver));
    assert.deepEqual(on.failures, []);
    assert.equal(on.finished.length, Object.keys(given).length);
    assert.deepEqual(new Set(driver.launches.map(({ card }) => card)), new Set([0, 1]));
    await checkSameEvents();
  });

  it("ends with a reason when the only card fails, and leaves nothing but finished runs", async () => {
    const answer: InterpretedDriverOptions["answer"] = (call, times) =>
      call === "launch" && times > 8 ? 702 : 0;
    const broken = interpreted({ answer });
    await assert.rejects(trainOn(broken), /is lost.*ran too long/);
    // The run that stops at once may have been finished before, or not.
    const left = await readdir(join(folder, "gpu")).catch(() => []);
    assert.ok(
      left.every((name) => name === "stopped"),
      left.join(),
    );
    for (const name of left) await readFile(join(folder, "gpu", name, ".run.json"));
    // The next training makes the others.
    const on = await trainOn(interpreted());
    assert.equal(on.finished.length, Object.keys(given).length - left.length);
    await checkSameEvents();
  });

  it("stops when it is told to, and leaves nothing but finished runs", async () => {
    const stop = new AbortController();
    const driver = interpretedDriver();
    const on = new Recorder();
    on.progress = () => stop.abort();
    await trainInGroups(trainInline, () => backendOf(driver)).run(tasksIn("gpu"), on, stop.signal);
    assert.deepEqual(on.failures, []);
    assert.deepEqual(on.finished, []);
    assert.ok(driver.isEmpty);
    const left = await readdir(join(folder, "gpu"), { recursive: true });
    assert.deepEqual(
      left.filter((name) => name.includes("tfevents")),
      [],
    );
  });

  it("trains groups side by side, and says how far every run is", async () => {
    let streams = 0;
    // The first group's work is not done before the second one has begun.
    const answer: InterpretedDriverOptions["answer"] = (call, times) => {
      if (call === "createStream") streams++;
      return call === "queryStream" && streams < 2 && times < 1e5 ? 600 : 0;
    };
    const backend = interpreted({ answer });
    const on = new Recorder();
    const seen = new Map<string, number[]>();
    on.progress = ({ directory }, done) => {
      seen.set(directory, [...(seen.get(directory) ?? []), done]);
    };
    const { signal } = new AbortController();
    await trainInGroups(trainInline, () => backend).run(tasksIn("gpu"), on, signal);
    assert.equal(seen.get(join(folder, "gpu", "first"))?.join(), "1,4,7");
    assert.equal(streams, 2);
  });

  it("leaves the others to processors, which do not wait for it", async () => {
    const backend = interpreted();
    const [first, ...others] = tasksIn("gpu");
    const on = new Recorder();
    const seen: string[] = [];
    // The processors' part ends when the GPU's has begun.
    const gpuBegan = new Promise<void>((resolve) => {
      on.progress = () => resolve();
    });
    const processors: Executor = {
      async run(tasks) {
        seen.push(...tasks.map(({ directory }) => directory));
        await gpuBegan;
      },
    };
    const ofTask = (task: TrainRunTask) => (task === first ? wasmBackend : backend);
    const { signal } = new AbortController();
    await trainInGroups(processors, ofTask).run([first, ...others], on, signal);
    assert.deepEqual(seen, [first.directory]);
    assert.equal(on.finished.length, others.length);
  });

  it("refuses a backend that is not available before it trains anything", async () => {
    const none = createCudaBackend("cuda", () => Promise.resolve("There is no GPU here."));
    await assert.rejects(trainOn(none), /There is no GPU here/);
    assert.deepEqual(await readdir(folder), []);
  });
});

describe("the backend auto", () => {
  const settings = completeSettings(base);

  it("takes WebAssembly where there is no GPU, and says why", async () => {
    const gpu = backends.find(({ name }) => name === "cuda")!;
    const reason = await gpu.available();
    const notes = new Set<string>();
    const chosen = await backendOfRun("auto", settings, notes);
    if (reason === undefined) assert.equal(chosen, "cuda");
    else {
      assert.equal(chosen, undefined);
      assert.deepEqual([...notes], [`no GPU: ${reason.split("\n")[0]}`]);
    }
  });

  it("takes a GPU for sequences of images, too, which go one by one", async () => {
    const gpu = backends.find(({ name }) => name === "cuda")!;
    const sequences = completeSettings({ task: "sequential_mnist", operation: "cumprod" });
    const notes = new Set<string>();
    const chosen = await backendOfRun("auto", sequences, notes);
    const isThere = (await gpu.available()) === undefined;
    assert.equal(chosen, isThere ? "cuda" : undefined);
    assert.equal(notes.size, isThere ? 0 : 1);
  });

  it("leaves 64-bit precision to the processor", async () => {
    const notes = new Set<string>();
    assert.equal(await backendOfRun("auto", { ...settings, precision: 64 }, notes), undefined);
    assert.deepEqual([...notes], ["no GPU for 64-bit precision"]);
  });
});

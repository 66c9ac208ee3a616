import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OutOfMemory } from "../../../../src/compute/backends/backend.js";
import { devicesOf } from "../../../../src/compute/backends/cuda/driver.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../../src/experiments/settings/runSettings.js";
import type { TrainingEvents } from "../../../../src/jobs/executors/executor.js";
import { trainInGroups } from "../../../../src/jobs/executors/trainInGroups.js";
import { trainInline } from "../../../../src/jobs/executors/trainInline.js";
import type { TrainRunTask } from "../../../../src/train/runs/trainRun.js";
import { UserError } from "../../../../src/util/userError.js";
import { interpretedDriver, type DriverCall } from "./interpretedDriver.js";
import { backendOf } from "./sameBits.js";
import { trainSteps } from "./trainSteps.js";

/** Every answer that NVIDIA's driver is documented to give but success, and two that it is not. */
const codes: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 34, 35, 36, 46, 100, 101, 102],
  ...[200, 201, 202, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219],
  ...[220, 221, 222, 223, 224, 225, 226, 300, 301, 302, 303, 304, 400, 401, 402, 500, 600],
  ...[700, 701, 702, 703, 704, 705, 708, 709, 710, 711, 712, 713, 714, 715, 716, 717, 718, 719],
  ...[720, 721, 800, 801, 802, 803, 804, 805, 806, 807, 808, 809, 810, 811, 812],
  ...[900, 901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 911, 912, 913, 914, 915, 999],
  ...[-1, 123456],
];
/** One of each kind. */
const someCodes: readonly number[] = [1, 2, 46, 100, 218, 600, 719, 999, -1];
const calls: readonly DriverCall[] = [
  ...(["init", "driverVersion", "deviceCount", "deviceGet", "deviceName"] as const),
  ...(["deviceAttribute", "retainContext", "setContext", "alloc", "free"] as const),
  ...(["createStream", "destroyStream", "queryStream", "createEvent", "destroyEvent"] as const),
  ...(["recordEvent", "elapsedTime", "copyIn", "copyOut", "loadModule", "getFunction"] as const),
  "launch",
];
const given: GivenSettings = { layerType: "NRU", operation: "div", batchSize: 8 };

/** What is said where a call is answered so, from some time on; undefined: nothing was wrong. */
async function complaintOf(call: DriverCall, code: number, from: number) {
  const answer = (asked: DriverCall, times: number) => (asked === call && times >= from ? code : 0);
  const driver = interpretedDriver({ computes: false, bytes: 1 << 20, answer });
  const devices = devicesOf(driver);
  if (typeof devices === "string") return { reason: devices, isExpected: true };
  try {
    await trainSteps(backendOf(driver), [given], [3]);
    return undefined;
  } catch (error) {
    const isExpected = error instanceof UserError || error instanceof OutOfMemory;
    return { reason: String(error), isExpected };
  }
}

describe("a driver that answers anything to anything", function () {
  this.timeout(30_000);
  for (const call of calls) {
    it(`is explained, with what would help: ${call}`, async () => {
      // All are looked up in one table: once is enough.
      for (const code of call === "launch" ? codes : someCodes) {
        // Not ready is no error, but of work that goes on.
        if (call === "queryStream" && code === 600) continue;
        for (const from of code <= 2 ? [1, 3] : [1]) {
          const complaint = await complaintOf(call, code, from);
          const what = `${call} answers ${code} from call ${from} on: ${complaint?.reason}`;
          if (from === 1) assert.ok(complaint, what);
          if (!complaint) continue;
          assert.ok(complaint.isExpected, what);
          assert.match(complaint.reason, new RegExp(`CUDA error ${code} \\(`), what);
          if (code !== 2) assert.match(complaint.reason, /[Tt]ake the backend wasm/, what);
          assert.doesNotMatch(complaint.reason, /\bat .*:\d+:\d+|undefined/, what);
        }
      }
    });
  }
});

describe("runs on a card whose driver fails", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hostile-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("are whole or not there, whatever call fails when, and each that is not has a reason", async () => {
    const ofCard = calls.filter((call) => !["init", "driverVersion", "deviceCount"].includes(call));
    for (const [index, call] of ofCard.entries()) {
      for (const [place, code] of [1, 2, 700].entries()) {
        const from = 2 + 5 * place;
        const answer = (asked: DriverCall, times: number) =>
          asked === call && times >= from ? code : 0;
        const driver = interpretedDriver({ computes: false, bytes: 1 << 21, answer });
        const tasks = [1, 2, 3].map((seed): TrainRunTask => ({
          settings: completeSettings({ ...given, seed, maxIterations: 30, logInterval: 10 }),
          directory: join(folder, `${index}-${code}`, `${seed}`),
        }));
        const done = new Set<string>();
        const reasons: string[] = [];
        const on: TrainingEvents = {
          progress: () => undefined,
          done: ({ directory }) => void done.add(directory),
          doneElsewhere: () => undefined,
          busy: () => undefined,
          failed: (_, error) => void reasons.push(error.message),
          submitted: () => undefined,
        };
        const { signal } = new AbortController();
        const what = `${call} answers ${code} from call ${from} on`;
        if (typeof devicesOf(interpretedDriver({ answer })) === "string") continue;
        const backend = backendOf(driver);
        await trainInGroups(trainInline, () => backend)
          .run(tasks, on, signal)
          .catch((error: unknown) => {
            assert.ok(error instanceof UserError, `${what}: ${String(error)}`);
            reasons.push(error.message);
          });
        assert.ok(done.size === tasks.length || reasons.length > 0, what);
        for (const reason of reasons) assert.match(reason, /CUDA error/, what);
        for (const { directory } of tasks) {
          const files = await readdir(directory).catch((): string[] => []);
          const isWhole =
            files.includes(".run.json") && files.some((name) => /tfevents/.test(name));
          assert.equal(isWhole, done.has(directory), `${what}: ${files.join()}`);
          if (!isWhole) assert.ok(!files.some((name) => /tfevents/.test(name)), what);
        }
      }
    }
  });
});

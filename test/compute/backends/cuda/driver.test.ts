import assert from "node:assert/strict";
import { BackendLost, OutOfMemory } from "../../../../src/compute/backends/backend.js";
import { devicesOf } from "../../../../src/compute/backends/cuda/driver.js";
import { wasmBackend } from "../../../../src/compute/backends/wasm/wasmBackend.js";
import type { GivenSettings } from "../../../../src/experiments/settings/runSettings.js";
import { interpretedDriver, type InterpretedDriverOptions } from "./interpretedDriver.js";
import { backendOf } from "./sameBits.js";
import { trainSteps } from "./trainSteps.js";

const given: GivenSettings = {
  layerType: "NRU",
  operation: "div",
  batchSize: 8,
  inputSize: 3,
  subsetRatio: 0.34,
};

/** Why a driver's cards cannot be used; empty where they can. */
function reasonOf(options: InterpretedDriverOptions): string {
  const found = devicesOf(interpretedDriver(options));
  return typeof found === "string" ? found : "";
}

describe("the NVIDIA driver", () => {
  it("says which version it is where it is too old", () => {
    assert.match(reasonOf({ version: 10000 }), /too old: it speaks CUDA 10\.0, and 10\.1 /);
  });

  it("says why it does not start, and that there is no card", () => {
    const failing = (code: number) => reasonOf({ answer: (call) => (call === "init" ? code : 0) });
    assert.match(failing(100), /does not start: there is no GPU, or CUDA_VISIBLE_DEVICES hides/);
    assert.match(failing(803), /different versions: CUDA error 803/);
    assert.match(reasonOf({ cards: 0 }), /finds no GPU/);
  });

  it("leaves out cards that are too old", () => {
    const devices = devicesOf(interpretedDriver({ cards: 3, capabilities: [61, 75, 50] }));
    assert.equal(devices.length, 1);
    assert.match(
      reasonOf({ capabilities: [61] }),
      /PTX interpreter has compute capability 6\.1, and 7\.0 or newer is needed/,
    );
  });

  it("says what it does not understand of the code", async () => {
    const driver = interpretedDriver({ edit: (ptx) => ptx.replace("add.s32", "odd.s32") });
    await assert.rejects(trainSteps(backendOf(driver), [given], [1]), /refuses the code.*odd\.s32/);
  });

  it("gets everything back in the end", async () => {
    const driver = interpretedDriver();
    await trainSteps(backendOf(driver), [given, { ...given, seed: 2 }], [2, 1]);
    assert.ok(driver.isEmpty);
    assert.ok(driver.launches.length > 0);
  });
});

describe("a card that draws a desktop", () => {
  it("is given launches that take a fraction of a second", async () => {
    const milliseconds = ({ steps }: { steps: number }) => 5 + 10 * steps;
    const driver = interpretedDriver({ limitsTime: true, milliseconds });
    const small = { ...given, batchSize: 4, layerType: "NAU", operation: "add" } as const;
    const [actual, expected] = [
      await trainSteps(backendOf(driver), [small], [80], { evaluates: false }),
      await trainSteps(wasmBackend, [small], [80], { evaluates: false }),
    ];
    assert.deepEqual(actual, expected);
    const counts = driver.launches.map(({ steps }) => steps).filter((steps) => steps > 0);
    assert.ok(counts.length > 3);
    for (const steps of counts) assert.ok(milliseconds({ steps }) < 250, String(counts));
  });
});

describe("several cards", () => {
  it("share sessions, and give the same bits", async () => {
    const driver = interpretedDriver({ cards: 2 });
    const backend = backendOf(driver);
    const runs = [{ ...given, seed: 1 }, { ...given, seed: 2 }, given];
    const all = await Promise.all(runs.map((one) => trainSteps(backend, [one], [2])));
    for (const [index, one] of runs.entries()) {
      assert.deepEqual(all[index], await trainSteps(wasmBackend, [one], [2]));
    }
    assert.deepEqual(new Set(driver.launches.map(({ card }) => card)), new Set([0, 1]));
    assert.equal(backend.sessionsAtOnce?.(), 8);
    assert.ok(driver.isEmpty);
  });

  it("go on without one that fails", async () => {
    const driver = interpretedDriver({
      cards: 2,
      answer: (call, _, card) => (call === "launch" && card === 0 ? 719 : 0),
    });
    const backend = backendOf(driver);
    await assert.rejects(trainSteps(backend, [given], [1]), BackendLost);
    assert.equal(await backend.available(), undefined);
    const expected = await trainSteps(wasmBackend, [given], [1]);
    assert.deepEqual(await trainSteps(backend, [given], [1]), expected);
    assert.ok(driver.launches.every(({ card }) => card === 1));
  });
});

describe("a card", () => {
  const losses: Readonly<Record<number, RegExp>> = {
    702: /ended a kernel that ran too long/,
    214: /error in its memory that it could not correct/,
    719: /a kernel failed/,
    999: /fell off the bus/,
  };
  for (const [code, reason] of Object.entries(losses)) {
    it(`that is lost with the answer ${code} says so, and stays lost`, async () => {
      // What a kernel fails with is said later.
      const answer: InterpretedDriverOptions["answer"] = (call, times) =>
        call === "queryStream" && times > 12 ? Number(code) : 0;
      const backend = backendOf(interpretedDriver({ answer }));
      await assert.rejects(trainSteps(backend, [given], [1]), (error) => {
        assert.ok(error instanceof BackendLost);
        assert.match(error.message, reason);
        assert.match(
          error.message,
          /^PTX interpreter \(CUDA 13\.0\) is lost\..*not finished stay so/,
        );
        return true;
      });
      assert.match(String(await backend.available()), reason);
    });
  }

  it("without room for a kernel's threads says so before anything is computed", async () => {
    const driver = interpretedDriver({ answer: (call) => (call === "launch" ? 2 : 0) });
    await assert.rejects(trainSteps(backendOf(driver), [given], [1]), OutOfMemory);
    assert.ok(driver.isEmpty);
  });

  it("that another program has for itself is lost to this one", async () => {
    const driver = interpretedDriver({ answer: (call) => (call === "retainContext" ? 46 : 0) });
    const backend = backendOf(driver);
    assert.equal(await backend.available(), undefined);
    await assert.rejects(trainSteps(backend, [given], [1]), /another program may have all of it/);
  });
});

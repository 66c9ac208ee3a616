import assert from "node:assert/strict";
import { wasmBackend } from "../../../../src/compute/backends/wasm/wasmBackend.js";
import type { GivenSettings } from "../../../../src/experiments/settings/runSettings.js";
import { parseNumberRange } from "../../../../src/experiments/values/numberRange.js";
import { interpretedDriver } from "./interpretedDriver.js";
import { backendOf, interpreted } from "./sameBits.js";
import { trainEachAlone, trainTogether } from "./trainTogether.js";

const common: GivenSettings = {
  task: "simple_function_static",
  layerType: "ReRegualizedLinearNAC",
  nacMultiplication: "mnac",
  operation: "mul",
  inputSize: 42,
  subsetRatio: 0.25,
  overlapRatio: 0.5,
  batchSize: 8,
};

/** Of one program: what is learnt, and numbers. */
const ofOneProgram: readonly GivenSettings[] = [
  { ...common, regularizer: 10 },
  { ...common, operation: "add", regularizer: 0.1, learningRate: 0.1 },
  { ...common, operation: "squared" },
];

const linear = { layerType: "linear", nacMultiplication: "none" } as const;

/** Of programs that have no size in common. */
const ofMany: readonly GivenSettings[] = [
  common,
  { ...common, layerType: "NALU", nacMultiplication: "none", hiddenSize: 3 },
  { ...common, ...linear, optimizer: "sgd", momentum: 0.5, operation: "sub" },
  { ...common, operation: "root" },
  { ...common, layerType: "NAC", nacMultiplication: "normal", clipGradientNorm: 0.01 },
];

const seeds = (all: readonly GivenSettings[], ...some: readonly number[]) =>
  some.map((seed) => all.map((one) => ({ ...one, seed })));

async function checkAsAlone(
  rows: readonly (readonly GivenSettings[])[],
  steps: readonly number[],
  { order, evaluates = false }: { order?: "random"; evaluates?: boolean } = {},
): Promise<void> {
  const [actual, expected] = [
    await trainTogether(interpreted({ bytes: 1 << 26, order }), rows, steps, { evaluates }),
    await trainEachAlone(wasmBackend, rows, steps, { evaluates }),
  ];
  assert.deepEqual(actual, expected);
}

describe("runs on a GPU, interpreted, that share their batches", function () {
  this.timeout(20_000);

  it("have the bits of runs that are alone where they are of one program", () =>
    checkAsAlone(seeds(ofOneProgram, 1, 2), [1, 2]));

  it("have them where they are of several programs, in any order of threads and warps", () =>
    checkAsAlone(seeds(ofMany, 3, 1), [2, 1], { order: "random" }));

  it("are judged by their own numbers", () =>
    checkAsAlone(seeds(ofMany.slice(0, 3), 2), [1], { evaluates: true }));

  it("have them in blocks of as many warps as there may be", () =>
    checkAsAlone(seeds([...ofMany, ...ofOneProgram], 4), [1, 1]));

  it("have them with a whole batch of 100 inputs", () =>
    checkAsAlone(
      seeds(
        ofOneProgram.map((one) => ({ ...one, inputSize: 100, batchSize: 128 })),
        1,
      ),
      [1, 1],
    ));

  it("have them where a choice of two intervals makes each number", () => {
    const interpolationRange = parseNumberRange("[[-2, -1], [1, 2]]");
    const all = ofMany.map((one) => ({
      ...one,
      ...(one.operation === "root" && { operation: "add" as const }),
      interpolationRange,
    }));
    return checkAsAlone(seeds(all, 1, 2), [1, 2], { order: "random" });
  });

  it("go on without one that stops, which says what it learnt from last", async () => {
    // Steps of this size leave no numbers: each run for itself.
    const diverging: GivenSettings = { ...ofMany[2], momentum: 0, learningRate: 1e20 };
    const rows = seeds([common, diverging, ofMany[4]], 1, 2);
    const steps = [1, 12, 2];
    const options = { evaluates: false };
    const [actual, expected] = [
      await trainTogether(interpreted({ bytes: 1 << 26 }), rows, steps, options),
      await trainEachAlone(wasmBackend, rows, steps, options),
    ];
    assert.ok(expected.some(({ states }) => states[1]["made"][1] === 1));
    assert.deepEqual(actual, expected);
  });

  it("draw once for all: each takes fewer instructions than alone", async () => {
    const driver = () => interpretedDriver({ bytes: 1 << 26, counts: true });
    const [together, alone] = [driver(), driver()];
    const rows = seeds(
      ofOneProgram.map((one) => ({ ...one, inputSize: 100, batchSize: 128 })),
      1,
    );
    await trainTogether(backendOf(together), rows, [1], { evaluates: false });
    await trainEachAlone(backendOf(alone), rows, [1], { evaluates: false });
    const total = ({ launches }: typeof together) =>
      launches.reduce((sum, { instructions }) => sum + instructions, 0);
    assert.ok(total(together) < 0.8 * total(alone), `${total(together)} of ${total(alone)}`);
  });
});

describe("runs on a GPU that share their batches wait where they read what others wrote", function () {
  this.timeout(60_000);
  // A stream in several stretches, and numbers that are chosen when all words are known; one run stops.
  const stopping: GivenSettings = {
    ...common,
    ...linear,
    optimizer: "sgd",
    momentum: 0,
    learningRate: 1e30,
  };
  const small = { inputSize: 42, batchSize: 48 };
  const each = parseNumberRange("[[-2, -1], [1, 2]]");
  const stream = [common, stopping, { ...common, operation: "add" as const }].map((one) => ({
    ...one,
    ...small,
  }));
  const chosen = stream.map((one) => ({ ...one, batchSize: 8, interpolationRange: each }));
  // Fewer words than a generator's state has.
  const few = chosen.map((one) => ({ ...one, inputSize: 4, subsetRatio: 0.5, batchSize: 4 }));
  const ways = { "that are a stream": [stream], "whose numbers are chosen": [chosen, few] };
  const run = (form: readonly GivenSettings[], edit?: (ptx: string) => string) =>
    trainTogether(
      interpreted({ detectsRaces: true, order: "random", bytes: 1 << 26, edit }),
      seeds(form, 1),
      [3],
      { evaluates: false },
    );

  for (const [name, forms] of Object.entries(ways)) {
    it(`so that no two threads meet, in any order, with batches ${name}`, async () => {
      for (const form of forms) {
        const options = { evaluates: false };
        const expected = await trainEachAlone(wasmBackend, seeds(form, 1), [3], options);
        assert.ok(expected[1].states[0]["made"][1] === 1);
        assert.deepEqual(await run(form), expected);
      }
    });

    it(`and not without any of the barriers of their block, with batches ${name}`, async () => {
      const barrier = /\tbar\.sync [^;]*;/g;
      let barriers = 0;
      await run(forms[0], (ptx) => {
        barriers = [...ptx.matchAll(barrier)].length;
        return ptx;
      });
      assert.ok(barriers >= 4);
      for (let removed = 0; removed < barriers; removed++) {
        const without = (ptx: string) => {
          let seen = 0;
          return ptx.replace(barrier, (text) => (seen++ === removed ? "" : text));
        };
        const outcomes = await Promise.allSettled(forms.map((form) => run(form, without)));
        const races = outcomes.filter(
          (outcome) => outcome.status === "rejected" && /Race/.test(String(outcome.reason)),
        );
        assert.ok(races.length > 0, `barrier ${removed} of ${barriers}`);
      }
    });
  }
});

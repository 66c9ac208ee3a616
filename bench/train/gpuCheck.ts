import { chooseBackend } from "../../src/compute/backends/backends.js";
import type { Backend } from "../../src/compute/backends/backend.js";
import { wasmBackend } from "../../src/compute/backends/wasm/wasmBackend.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../src/experiments/settings/runSettings.js";
import { activationLayers } from "../../src/train/modules/basicLayers.js";
import { shippedModules } from "../../src/train/modules/moduleRegistry.js";
import { findTask } from "../../src/train/tasks/taskRegistry.js";
import { beginRun } from "../../src/train/trainer/beginRun.js";
import { scalarRows } from "../../src/train/trainer/scalarRows.js";
import { prepare } from "../../src/train/trainer/trainerPreparation.js";
import { UserError } from "../../src/util/userError.js";
import { trainSteps } from "../../test/compute/backends/cuda/trainSteps.js";

/**
 * Checks the backend cuda on a card, within two minutes: whether every module's runs have the bits of
 * WebAssembly, and how many microseconds a step of a run takes. Operators on special values are checked by
 * `npx mocha test/compute/backends/conformance.test.ts`, which takes the card where there is one.
 *
 *     npm run check:gpu
 */
const checkedSteps = [1, 9, 90];
const timedSteps = 2000;
const runCounts = [1, 225, 1056, 4224];
const seconds = 120;

const forms: Readonly<Record<string, GivenSettings>> = {
  "Real NPU, 2 inputs": { layerType: "RealNPU", npuClip: "wg", regularizerL1: true },
  "Real NPU, 10 inputs": { layerType: "RealNPU", npuClip: "wg", inputSize: 10, subsetRatio: 0.1 },
  "NRU, 10 inputs": { layerType: "NRU", inputSize: 10, subsetRatio: 0.1 },
  "NMRU, 10 inputs": {
    layerType: "SignNMRU",
    clipGradientNorm: 1,
    inputSize: 10,
    subsetRatio: 0.1,
  },
};

async function microsecondsOfStep(
  backend: Backend,
  given: GivenSettings,
  runs: number,
): Promise<number> {
  const all = Array.from({ length: runs }, (_, seed) =>
    completeSettings({ ...given, operation: "div", seed }),
  );
  const preparation = prepare(all[0], findTask(all[0].task), backend.form);
  const executable = await backend.compile(preparation.program);
  const starts = await Promise.all(all.map((settings) => beginRun(settings, preparation)));
  const session = await executable.start(starts);
  const advance = (first: number, steps: number) => {
    const table = scalarRows(all[0], preparation, first, steps);
    return session.advance({ kernel: 0, steps, scalars: all.map(() => table) });
  };
  // The first launches find out how many steps fit into one.
  await advance(0, 200);
  const start = performance.now();
  await advance(200, timedSteps);
  const milliseconds = performance.now() - start;
  await session.close();
  return (1000 * milliseconds) / timedSteps / runs;
}

const began = performance.now();
const isLate = () => performance.now() - began > 1000 * seconds;
try {
  const cuda = await chooseBackend("cuda", 32);
  let differing = 0;
  for (const { name, layerTypes } of shippedModules.filter(
    (one) => !activationLayers.includes(one),
  )) {
    if (isLate()) break;
    const given: GivenSettings = { layerType: layerTypes[0], operation: "div" };
    const [actual, expected] = await Promise.all(
      [cuda, wasmBackend].map((backend) => trainSteps(backend, [given], checkedSteps)),
    );
    const isSame = JSON.stringify(actual) === JSON.stringify(expected);
    if (!isSame) differing++;
    console.log([isSame ? "same bits" : "DIFFERS", name].join("\t"));
  }
  console.log(["µs a run-step", ...runCounts.map((count) => `${count} runs`)].join("\t"));
  for (const [name, given] of Object.entries(forms)) {
    const times: string[] = [];
    for (const count of runCounts) {
      times.push(isLate() ? "-" : (await microsecondsOfStep(cuda, given, count)).toFixed(5));
    }
    console.log([name, ...times].join("\t"));
  }
  if (differing > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

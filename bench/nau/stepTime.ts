import {
  completeSettings,
  type GivenSettings,
  type RunSettings,
} from "../../src/experiments/settings/runSettings.js";
import { compileTrainingModule } from "../../src/compute/backends/wasm/trainingModule.js";
import { wasmBackend } from "../../src/compute/backends/wasm/wasmBackend.js";
import { findTask } from "../../src/train/tasks/taskRegistry.js";
import { createTrainersOfBatches } from "../../src/train/trainer/createTrainers.js";
import { prepare } from "../../src/train/trainer/trainerPreparation.js";

/**
 * Microseconds per iteration of a run of two layers, alone and with others that see the same inputs, and
 * milliseconds until its code is written. Processor time is counted; the fastest of some runs counts.
 *
 *     npx tsx bench/nau/stepTime.ts            # or with a part of a name: npx tsx bench/nau/stepTime.ts NALU
 */
const repeats = 12;
const multiplies = { operation: "mul" } as const;
const models: Readonly<Record<string, GivenSettings>> = {
  NMU: { ...multiplies, layerType: "ReRegualizedLinearNAC", nacMultiplication: "mnac" },
  NAU: { operation: "add", layerType: "ReRegualizedLinearNAC", regularizer: 0.01 },
  NALU: { ...multiplies, layerType: "NALU" },
  "NAC•": { ...multiplies, layerType: "NAC", nacMultiplication: "normal" },
  "NAC•,σ": {
    ...multiplies,
    layerType: "PosNAC",
    nacMultiplication: "normal",
    firstLayer: "NAC",
  },
  "NAC•,NMU": {
    ...multiplies,
    layerType: "ReRegualizedLinearPosNAC",
    nacMultiplication: "normal",
    firstLayer: "ReRegualizedLinearNAC",
  },
};
const { NMU, NAU, NALU } = models;
const operations = ["add", "sub", "mul", "div", "squared"] as const;
/** Runs that go on together, and most microseconds an iteration of each. */
const cases: readonly (readonly [string, readonly GivenSettings[], number?])[] = [
  ["NMU", [NMU], 24],
  ["NAU", [NAU], 24],
  ["NALU", [NALU], 45],
  ["NMU, simple", [{ ...NMU, simple: true }], 1.3],
  [
    "five learning rates of NMU",
    [1, 2, 3, 4, 5].map((n) => ({ ...NMU, learningRate: n * 1e-3 })),
    8,
  ],
  ["five operations of NAU", operations.map((operation) => ({ ...NAU, operation })), 8],
  ["five operations of NALU", operations.map((operation) => ({ ...NALU, operation }))],
  ["NMU, NAC•, NAC•,σ, NAC•,NMU, NALU", Object.values(models).filter((one) => one !== NAU)],
];

function full(given: GivenSettings, seed: number): RunSettings {
  return completeSettings({ task: "simple_function_static", ...given, seed });
}

async function microsecondsPerIteration(runs: readonly GivenSettings[]): Promise<number> {
  const steps = runs[0].simple ? 40_000 : 4000;
  let fastest = Infinity;
  for (let seed = 0; seed < repeats; seed++) {
    const trainers = await createTrainersOfBatches(
      runs.map((given) => full(given, seed)),
      "wasm",
    );
    // The engine compiles functions anew that are called often.
    await Promise.all(trainers.map((trainer) => trainer.advance(1000)));
    const start = process.cpuUsage();
    await Promise.all(trainers.map((trainer) => trainer.advance(steps)));
    const { user, system } = process.cpuUsage(start);
    fastest = Math.min(fastest, (user + system) / steps / trainers.length);
    for (const trainer of trainers) await trainer.close();
  }
  return fastest;
}

function millisecondsToCompile(given: GivenSettings): number {
  let fastest = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    // Another learning rate is another form: nothing is taken from memory.
    const settings = full({ ...given, learningRate: 1e-3 * (1 + repeat / 100) }, 0);
    const start = performance.now();
    const { program } = prepare(settings, findTask(settings.task), wasmBackend.form);
    compileTrainingModule(program);
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

const [part = ""] = process.argv.slice(2);
console.log("µs per iteration\tbar\truns");
for (const [name, runs, bar] of cases) {
  if (!name.includes(part)) continue;
  const time = await microsecondsPerIteration(runs);
  const verdict = bar === undefined ? "" : `${bar} ${time <= bar ? "met" : "missed"}`;
  console.log([time.toFixed(2), verdict, name].join("\t"));
}
console.log("ms to compile\tbar\tform");
for (const [name, given] of Object.entries(models)) {
  if (!name.includes(part)) continue;
  const forms: Readonly<Record<string, GivenSettings>> = {
    "": {},
    ", simple": { simple: true },
    ", 10 hidden": { hiddenSize: 10 },
    ", 4 inputs": { inputSize: 4 },
    ", 25 inputs": { inputSize: 25 },
    ", 300 inputs": { inputSize: 300 },
  };
  for (const [form, settings] of Object.entries(forms)) {
    const time = millisecondsToCompile({ ...given, ...settings });
    console.log([time.toFixed(1), `50 ${time <= 50 ? "met" : "missed"}`, name + form].join("\t"));
  }
}

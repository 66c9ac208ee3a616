import {
  completeSettings,
  type GivenSettings,
  type RunSettings,
} from "../../src/experiments/settings/runSettings.js";
import { createTrainersOfBatches } from "../../src/train/trainer/createTrainers.js";

/**
 * Microseconds per iteration of a run of two layers, alone and with others that see the same inputs.
 * Processor time is counted; the fastest of some runs counts. `compileTime.ts` says how long the code takes.
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
  ["NMU, NAU, NAC•, NAC•,σ, NAC•,NMU", Object.values(models).filter((one) => one !== NALU), 8],
  ["NMU, NALU, NAC•, NAC•,σ, NAC•,NMU", Object.values(models).filter((one) => one !== NAU), 8],
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

const [part = ""] = process.argv.slice(2);
console.log("µs per iteration\tbar\truns");
for (const [name, runs, bar] of cases) {
  if (!name.includes(part)) continue;
  const time = await microsecondsPerIteration(runs);
  const verdict = bar === undefined ? "" : `${bar} ${time <= bar ? "met" : "missed"}`;
  console.log([time.toFixed(2), verdict, name].join("\t"));
}

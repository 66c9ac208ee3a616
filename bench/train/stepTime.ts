import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { createTrainer } from "../../src/train/trainer/createTrainer.js";
import { logRun } from "../../src/train/runs/logRun.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../src/experiments/settings/runSettings.js";
import { backendNames } from "../../src/compute/backends/backends.js";

/**
 * Microseconds per iteration of whole runs: data, loss, penalties, gradients, optimiser and clamps at
 * each iteration; every 1000 iterations the errors on 2 x 10,000 samples and a row in an event file.
 * Processor time is counted, which is the time on a quiet machine whatever else runs; the fastest of
 * several runs counts.
 *
 *     npm run bench:train            # or with a part of a module's name: npm run bench:train -- NRU
 */
const repeats: Readonly<Record<string, number>> = { wasm: 8, js: 8, tfjs: 2 };
/** Iterations of one run. Those of TensorFlow.js, which is for large modules, are made without rows. */
const iterations: Readonly<Record<string, number>> = { wasm: 20_000, js: 3000, tfjs: 20 };
const bars: Readonly<Record<string, number>> = {
  "Real NPU, 2 inputs": 3,
  "Real NPU, 10 inputs": 9,
};

const realNpu: GivenSettings = {
  layerType: "RealNPU",
  learningRate: 5e-3,
  regularizerL1: true,
  regularizerBetaStart: 1e-9,
  regularizerBetaEnd: 1e-7,
  regularizer: 0,
  regularizerShape: "none",
  npuClip: "wg",
  regularizerNpuWeight: 1,
  regularizerGate: 1,
  regularizerScaleType: "madsen",
  regularizerScalingStart: 0,
  regularizerScalingEnd: 50_000,
  npuRealWeightInit: "xavier-uniform-constrained",
};
const ramp = { regularizerScalingStart: 0, regularizerScalingEnd: 50_000 };
const modules: Readonly<Record<string, GivenSettings>> = {
  "Real NPU": realNpu,
  NRU: { layerType: "NRU", learningRate: 1e-3, ...ramp },
  NMRU: { layerType: "SignNMRU", learningRate: 1e-2, clipGradientNorm: 1, ...ramp },
};
const sizes: Readonly<Record<string, GivenSettings>> = {
  "2 inputs": {},
  "10 inputs": { inputSize: 10, subsetRatio: 0.1 },
};

async function microsecondsPerIteration(
  given: GivenSettings,
  backend: string,
  directory: string,
): Promise<number> {
  const maxIterations = iterations[backend] - 1;
  const settings = completeSettings({ ...given, operation: "div", maxIterations });
  let fastest = Infinity;
  for (let repeat = 0; repeat < repeats[backend]; repeat++) {
    const trainer = await createTrainer({ ...settings, seed: repeat }, { backend });
    const writer = openEventWriter(join(directory, `${repeat}`));
    const start = process.cpuUsage();
    const done = await (backend === "tfjs"
      ? trainer.advance(iterations.tfjs)
      : logRun(trainer, writer));
    const { user, system } = process.cpuUsage(start);
    fastest = Math.min(fastest, (user + system) / done);
    writer.close();
  }
  return fastest;
}

/** Those that compute on any machine; `npm run check:gpu` times the others. */
const timed = backendNames.filter((name) => name in iterations);

const [part = ""] = process.argv.slice(2);
const directory = await mkdtemp(join(tmpdir(), "bench-train-"));
console.log(["run", ...timed.map((name) => `${name} µs`), "js / wasm", "bar"].join("\t"));
for (const [moduleName, module] of Object.entries(modules)) {
  for (const [sizeName, size] of Object.entries(sizes)) {
    const name = `${moduleName}, ${sizeName}`;
    if (!name.includes(part)) continue;
    const times: Record<string, number> = {};
    for (const backend of timed) {
      const place = join(directory, `${name} ${backend}`);
      times[backend] = await microsecondsPerIteration({ ...module, ...size }, backend, place);
    }
    const ratio = times.js / times.wasm;
    const bar = bars[name];
    const verdict = bar === undefined ? "" : `${bar} ${times.wasm <= bar ? "met" : "missed"}`;
    const columns = timed.map((backend) => times[backend].toFixed(2));
    console.log([name, ...columns, ratio.toFixed(1), verdict].join("\t"));
  }
}
await rm(directory, { recursive: true });
console.log(`resident memory ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`);

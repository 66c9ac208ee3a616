import { fileURLToPath } from "node:url";
import {
  completeSettings,
  type GivenSettings,
} from "../../../../src/experiments/settings/runSettings.js";
import { readPipelines } from "../../../../src/experiments/readPipelines.js";
import { parseNumberRange } from "../../../../src/experiments/values/numberRange.js";
import { expandRuns } from "../../../../src/jobs/plan/expandRuns.js";
import { checkSameBits } from "./sameBits.js";

const pipelines = fileURLToPath(new URL("../../../../pipelines", import.meta.url));

/** What chooses numbers, and not which formulas there are. */
const numbers: readonly string[] = [
  ...["seed", "interpolationRange", "extrapolationRange", "learningRate", "regularizer"],
  ...["regularizerScalingStart", "regularizerScalingEnd", "maxIterations", "logInterval"],
  ...["operation", "inputSize", "subsetRatio", "overlapRatio", "numberOfSubsets", "hiddenSize"],
];

/** The networks of the papers' pipelines, each once, by the experiment that has it first. */
async function networks(): Promise<[name: string, settings: GivenSettings][]> {
  const found = new Map<string, [string, GivenSettings]>();
  for (const experiment of await readPipelines([pipelines])) {
    for (const { settings } of expandRuns(experiment, { seeds: [1] })) {
      if (settings.task !== "simple_function_static") continue;
      const rest = Object.entries(settings).filter(([key]) => !numbers.includes(key));
      const key = JSON.stringify(rest);
      if (!found.has(key)) found.set(key, [experiment.name, settings]);
    }
  }
  return [...found.values()];
}

/** Of the interpreter's memory: each set of 10,000 rows takes 12 MB at 300 inputs. */
const bytes = 1 << 26;

const operations = ["mul", "add", "sub", "div", "squared", "root"] as const;
/** Loops over inputs, which are in parts and have a rest. */
const size: GivenSettings = { batchSize: 8, inputSize: 42, subsetRatio: 0.25, overlapRatio: 0.5 };
const network: GivenSettings = {
  task: "simple_function_static",
  layerType: "ReRegualizedLinearNAC",
  nacMultiplication: "mnac",
  operation: "mul",
  ...size,
};

const forms: Readonly<Record<string, GivenSettings>> = {
  "100 inputs and a whole batch": { inputSize: 100, batchSize: 128 },
  "300 inputs": { inputSize: 300 },
  "ten hidden numbers": { hiddenSize: 10 },
  "a batch that fills no warp": { batchSize: 33 },
  "all penalties": {
    regularizer: 10,
    regularizerScaling: "exp",
    regularizerZ: 1,
    regularizerL1: true,
    lpNorm: 2,
    outOfBoundsMode: "regualized",
    regularizerOutOfBounds: 1,
  },
  "squared penalties": { regularizerShape: "squared", regularizerScaling: "exp" },
  "clipped gradients": { clipGradientNorm: 0.01 },
  "a criterion over the whole batch": { trainCriterion: "pcc-mse", pccToMseIteration: 3 },
  "relative errors": { trainCriterion: "mape" },
  "an NPU": { nacMultiplication: "npu", npuClip: "wig", regularizerGate: 1 },
  "a Real NPU": { nacMultiplication: "real-npu", npuClip: "wg", regularizerNpuWeight: 1 },
  "logarithms with a bound": { layerType: "NAC", nacMultiplication: "max-safe" },
  "logarithms with an epsilon": { layerType: "NAC", nacMultiplication: "safe" },
  "a sigmoid NMU": { layerType: "NAC" },
  "two gates with a bias": {
    layerType: "NALU",
    nacMultiplication: "none",
    naluTwoGate: true,
    naluTwoNac: true,
    naluBias: true,
  },
  "a safe NALU": { layerType: "NALU", nacMultiplication: "none", naluMultiplication: "safe" },
  "a trigonometric NALU": {
    layerType: "NALU",
    nacMultiplication: "none",
    naluMultiplication: "trig",
  },
  "noise, which is drawn outside": { nmuNoise: true, noiseRange: parseNumberRange("[1, 5]") },
  "five subsets": { numberOfSubsets: 5, subsetRatio: 0.1, overlapRatio: 0 },
};

describe("the code for GPUs, interpreted, has the bits of WebAssembly", function () {
  describe("for networks of two layers", () => {
    for (const [name, given] of Object.entries(forms)) {
      it(`with ${name}`, () =>
        checkSameBits([{ ...network, ...given }], [1, 2], { evaluates: false, bytes }));
    }

    it("that their papers have", async () => {
      for (const [index, [name, settings]] of (await networks()).entries()) {
        const operation = operations[index % operations.length];
        const given = { ...settings, ...(settings.simple ? { batchSize: 8 } : size), operation };
        try {
          await checkSameBits([completeSettings(given)], [1, 1], { evaluates: false });
        } catch (error) {
          throw new Error(`${name}: ${String(error)}`, { cause: error });
        }
      }
    });

    it("that see other numbers side by side, in any order of threads, with their errors", () =>
      checkSameBits(
        [1, 2, 3, 4, 5].map((seed) => ({ ...network, inputSize: 40, seed })),
        [1, 1],
        { order: "random", bytes },
      ));
  });
});

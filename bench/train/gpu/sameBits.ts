import type { Backend } from "../../../src/compute/backends/backend.js";
import { wasmBackend } from "../../../src/compute/backends/wasm/wasmBackend.js";
import type { GivenSettings } from "../../../src/experiments/settings/runSettings.js";
import { activationLayers } from "../../../src/train/modules/basicLayers.js";
import { shippedModules } from "../../../src/train/modules/moduleRegistry.js";
import { trainSteps } from "../../../test/compute/backends/cuda/trainSteps.js";
import type { Deadline, Row } from "./table.js";

const modules = shippedModules.filter((one) => !activationLayers.includes(one));

/** Every module alone, and networks of two layers. */
const singleLayers = modules.map(
  ({ name, layerTypes: [layerType] }): readonly [string, GivenSettings] => [
    name,
    { layerType, operation: "div" },
  ],
);

const two: GivenSettings = {
  task: "simple_function_static",
  layerType: "ReRegualizedLinearNAC",
  operation: "mul",
  inputSize: 100,
  regularizerScaling: "exp",
};
const nalu: GivenSettings = { ...two, layerType: "NALU" };
const twoLayers: readonly (readonly [string, GivenSettings])[] = [
  ["NMU", { ...two, nacMultiplication: "mnac" }],
  ["NMU, 300 inputs", { ...two, nacMultiplication: "mnac", inputSize: 300 }],
  ["NMU, 10 hidden", { ...two, nacMultiplication: "mnac", hiddenSize: 10 }],
  ["NMU, simple", { ...two, nacMultiplication: "mnac", simple: true }],
  ["NAU", { ...two, operation: "add" }],
  ["NAC•", { ...two, layerType: "NAC", nacMultiplication: "normal" }],
  ["NALU", nalu],
  ["NALU (separate)", { ...nalu, naluTwoNac: true, naluTwoGate: true, naluBias: true }],
  ["Linear, SGD", { ...two, layerType: "linear", optimizer: "sgd", momentum: 0.9 }],
  ["Real NPU", { ...two, nacMultiplication: "real-npu", npuClip: "wg" }],
];

/** Whether runs on a backend have the bits of WebAssembly after some steps. */
export async function checkTrajectories(
  backend: Backend,
  steps: readonly number[],
  deadline: Deadline,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [title, forms] of [
    ["single layers", singleLayers],
    ["two layers", twoLayers],
  ] as const) {
    const differing: string[] = [];
    let looked = 0;
    for (const [name, given] of forms) {
      if (deadline.isOver) break;
      const runs = [1, 2, 3].map((seed) => ({ ...given, seed }));
      const [actual, expected] = [
        await trainSteps(backend, runs, steps),
        await trainSteps(wasmBackend, runs, steps),
      ];
      looked++;
      if (JSON.stringify(actual) !== JSON.stringify(expected)) differing.push(name);
    }
    const count = steps.reduce((sum, some) => sum + some, 0);
    rows.push({
      what: `${title}, three runs of ${count} steps, bits of WebAssembly`,
      result: `${looked - differing.length} of ${forms.length}${differing.length > 0 ? `; not: ${differing.join(", ")}` : ""}`,
      bar: "all",
      isGood: looked === forms.length && differing.length === 0,
    });
  }
  return rows;
}

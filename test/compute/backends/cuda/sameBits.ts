import assert from "node:assert/strict";
import type { Backend } from "../../../../src/compute/backends/backend.js";
import { createCudaBackend } from "../../../../src/compute/backends/cuda/cudaBackend.js";
import { wasmBackend } from "../../../../src/compute/backends/wasm/wasmBackend.js";
import type { GivenSettings } from "../../../../src/experiments/settings/runSettings.js";
import { InterpretedDevice, type InterpreterOptions } from "./interpretedDevice.js";
import { trainSteps, type TrainStepsOptions } from "./trainSteps.js";

/** The code for GPUs on the processor. */
export function interpreted(options: InterpreterOptions = {}): Backend {
  return createCudaBackend("cuda", () => Promise.resolve(new InterpretedDevice(options)));
}

/** Checks that the interpreted code for GPUs leaves, bit for bit, what WebAssembly leaves. */
export async function checkSameBits(
  given: readonly GivenSettings[],
  steps: readonly number[],
  options: InterpreterOptions & TrainStepsOptions = {},
): Promise<void> {
  const [expected, actual] = [
    await trainSteps(wasmBackend, given, steps, options),
    await trainSteps(interpreted(options), given, steps, options),
  ];
  assert.deepEqual(actual, expected);
}

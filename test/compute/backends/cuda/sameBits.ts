import assert from "node:assert/strict";
import type { Backend } from "../../../../src/compute/backends/backend.js";
import { createCudaBackend } from "../../../../src/compute/backends/cuda/cudaBackend.js";
import { wasmBackend } from "../../../../src/compute/backends/wasm/wasmBackend.js";
import type { GivenSettings } from "../../../../src/experiments/settings/runSettings.js";
import { devicesOf } from "../../../../src/compute/backends/cuda/driver.js";
import {
  interpretedDriver,
  type InterpretedDriver,
  type InterpretedDriverOptions,
} from "./interpretedDriver.js";
import { trainSteps, type TrainStepsOptions } from "./trainSteps.js";

/** The code for GPUs on the processor, by the driver's calls. */
export function interpreted(options: InterpretedDriverOptions = {}, name = "cuda"): Backend {
  return backendOf(interpretedDriver(options), name);
}

export function backendOf(driver: InterpretedDriver, name = "cuda"): Backend {
  return createCudaBackend(name, () => Promise.resolve(devicesOf(driver)));
}

/** Checks that the interpreted code for GPUs leaves, bit for bit, what WebAssembly leaves. */
export async function checkSameBits(
  given: readonly GivenSettings[],
  steps: readonly number[],
  options: InterpretedDriverOptions & TrainStepsOptions = {},
): Promise<void> {
  const [expected, actual] = [
    await trainSteps(wasmBackend, given, steps, options),
    await trainSteps(interpreted(options), given, steps, options),
  ];
  assert.deepEqual(actual, expected);
}

import type { GivenSettings } from "../../../src/experiments/settings/runSettings.js";
import { interpretedDriver } from "../../../test/compute/backends/cuda/interpretedDriver.js";
import { backendOf } from "../../../test/compute/backends/cuda/sameBits.js";
import { trainTogether } from "../../../test/compute/backends/cuda/trainTogether.js";
import { trainSteps } from "../../../test/compute/backends/cuda/trainSteps.js";
import { timedForms } from "./speed.js";

/**
 * Counts, in the interpreter, how many PTX instructions a thread runs for a step of a run: alone, and where runs
 * of one seed draw their batches together. It says what a step costs where there is no card to time it on.
 *
 *     node --import tsx bench/train/gpu/instructions.ts
 */
const bytes = 1 << 27;

/** Of all warps, divided by the runs. */
async function instructionsOfStep(
  train: (
    steps: readonly number[],
    driver: ReturnType<typeof interpretedDriver>,
  ) => Promise<unknown>,
  runs: number,
): Promise<number> {
  const total = async (steps: number) => {
    const driver = interpretedDriver({ bytes, counts: true });
    await train([steps], driver);
    return driver.launches.reduce((sum, { instructions }) => sum + instructions, 0);
  };
  return (await total(2)) / runs - (await total(1)) / runs;
}

for (const { name, given } of timedForms) {
  const all: GivenSettings = { operation: "div", ...given };
  const alone = await instructionsOfStep(
    (steps, driver) => trainSteps(backendOf(driver), [all], steps, { evaluates: false }),
    1,
  );
  console.log(`${name}: ${Math.round(alone)}`);
  if (all.task === undefined) continue;
  for (const together of [2, 4, 6, 8]) {
    const row = Array.from({ length: together }, (_, index) => ({
      ...all,
      operation: (["mul", "add", "sub", "squared"] as const)[index % 4],
      regularizer: 1 + index,
    }));
    const count = await instructionsOfStep(
      (steps, driver) => trainTogether(backendOf(driver), [row], steps, { evaluates: false }),
      together,
    );
    console.log(`${name}, ${together} runs of a seed together: ${Math.round(count)}`);
  }
}

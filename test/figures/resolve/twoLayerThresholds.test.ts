import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readThresholdSet } from "../../../src/figures/resolve/readThresholds.js";
import { readPipelines } from "../../../src/experiments/readPipelines.js";
import { formatRangeLabel } from "../../../src/experiments/values/numberRange.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";

const folder = (name: string): string =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/** E[x]² and Var[x] of the uniform distribution on [2, 6]. */
const mean = 4;
const variance = 16 / 12;
const epsilon = 1e-5;

/**
 * Mean of (Σ c_i x_i)²: inputs of the error of a network whose first layer is ε away from the exact weights.
 *
 * @param groups how many inputs have a coefficient
 */
function meanSquare(groups: readonly (readonly [count: number, coefficient: number])[]): number {
  const sum = groups.reduce((total, [count, c]) => total + count * c, 0);
  const squares = groups.reduce((total, [count, c]) => total + count * c * c, 0);
  return epsilon ** 2 * ((sum * mean) ** 2 + squares * variance);
}

describe("the published thresholds of the two-layer task", () => {
  const sets = ["extrapolation.range", "simple"].map((set) =>
    readThresholdSet([folder("thresholds")], "nau/two-layer", set),
  );

  it("are the errors of nearly exact weights over subsets of 26 inputs that share 13", () => {
    const isClose = (actual: number | undefined, expected: number) =>
      assert.ok(Math.abs(actual! / expected - 1) < 5e-3, `${actual} instead of ${expected}`);
    const [standard, simple] = sets;
    // ε (S - 2a) + ε (S - 2b): inputs of neither subset count twice, those of both twice the other way.
    isClose(
      standard.add["U[2,6]"],
      meanSquare([
        [61, 2],
        [13, -2],
      ]),
    );
    // ε (S - 2a) - ε (S - 2b): inputs of one subset only.
    isClose(
      standard.sub["U[2,6]"],
      meanSquare([
        [13, 2],
        [13, -2],
      ]),
    );
    // Four inputs, subsets of all and of the first two.
    isClose(simple.add["U[2,6]"], meanSquare([[2, -2]]));
    isClose(simple.sub["U[2,6]"], meanSquare([[2, -2]]));
  });

  it("hold every operation and range that experiments of the papers have with 100 inputs", async () => {
    const [standard] = sets;
    for (const experiment of await readPipelines([folder("pipelines/nau")])) {
      if (experiment.settings.task !== "simple_function_static") continue;
      for (const variation of experiment.variations) {
        const settings = completeSettings({ ...experiment.settings, ...variation.settings });
        const label = formatRangeLabel(settings.extrapolationRange);
        assert.ok(standard[settings.operation]?.[label] > 0, `${settings.operation} ${label}`);
      }
    }
  });
});

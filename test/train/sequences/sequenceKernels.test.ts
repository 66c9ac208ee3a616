import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { createAccumulator } from "../../../src/train/sequences/createAccumulator.js";
import { createSequenceStep, stepResults } from "../../../src/train/sequences/sequenceKernels.js";

interface Recorded {
  readonly digits: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly settings: { readonly naluTwoNac: boolean; readonly naluTwoGate: boolean };
    readonly parameters: Readonly<Record<string, readonly number[]>>;
    readonly criterion: number;
    readonly z: number;
    readonly g: number;
    readonly total: number;
    readonly gradients: Readonly<Record<string, readonly number[]>>;
    readonly digitGradients: readonly (readonly number[])[];
  }[];
}

const fixture = new URL("../../../fixtures/train/sequences/nalu-penalties.json", import.meta.url);
const { digits, targets, cases } = JSON.parse(readFileSync(fixture, "utf8")) as Recorded;

describe("createSequenceStep", () => {
  for (const one of cases) {
    const { naluTwoNac, naluTwoGate } = one.settings;
    const weights = naluTwoNac ? "weights of its own" : "shared weights";
    const gates = naluTwoGate ? "two gates" : "one gate";
    it(`has the penalties of unused inputs and of gates: a NALU with ${weights}, ${gates}`, () => {
      const settings = completeSettings({
        ...{ task: "sequential_mnist", operation: "cumprod", layerType: "NALU" },
        ...{ regularizerZ: 2, naluGate: "regualized", ...one.settings },
      });
      const digit = { name: "digit", size: 1 };
      const accumulator = createAccumulator(settings, digit);
      const [rows, length] = [digits.length, digits[0].length];
      const step = createSequenceStep(accumulator, digit, { rows, length });
      const batch = new Float64Array(rows * step.columns.count);
      digits.forEach((row, r) => row.forEach((value, p) => (batch[p * rows + r] = value)));
      targets.forEach((row, r) =>
        row.forEach((value, p) => (batch[(step.columns.targets + p) * rows + r] = value)),
      );
      const count = accumulator.parameters.reduce((sum, parameter) => sum + parameter.count, 0);
      const parameters = new Float64Array(count);
      for (const { name, offset } of accumulator.parameters) {
        parameters.set(one.parameters[name], offset);
      }
      const gradients = new Float64Array(count);
      const results = new Float64Array(step.resultCount);
      const scalars = Float64Array.from(step.scalars, (key) => ({ z: 2, g: 1 })[String(key)] ?? 0);
      step.run({ parameters, scalars, batch, results, gradients });

      const near = (found: number, wanted: number, scale = Math.abs(wanted)) =>
        assert.ok(Math.abs(found - wanted) <= 2e-5 * scale, `${found} for ${wanted}`);
      near(results[stepResults.criterion], one.criterion);
      near(results[stepResults.total], one.total);
      const penaltyOf = (key: string) => {
        const index = step.penalties.findIndex((penalty) => penalty.key === key);
        return results[Object.keys(stepResults).length + index];
      };
      near(penaltyOf("z"), one.z);
      near(penaltyOf("g"), one.g);
      const largest = Math.max(...Object.values(one.gradients).flat().map(Math.abs));
      for (const { name, offset } of accumulator.parameters) {
        one.gradients[name].forEach((wanted, index) =>
          near(gradients[offset + index], wanted, largest),
        );
      }
      const most = Math.max(...one.digitGradients.flat().map(Math.abs));
      one.digitGradients.forEach((row, r) =>
        row.forEach((wanted, p) =>
          near(batch[(step.columns.gradients + p) * rows + r], wanted, most),
        ),
      );
    });
  }
});

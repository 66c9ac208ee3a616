import assert from "node:assert/strict";
import { parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import { parseSampleDistribution } from "../../../src/experiments/values/sampleDistribution.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { createArithmeticData, type Batch } from "../../../src/train/tasks/arithmeticData.js";
import reference from "../../../fixtures/train/referenceVectors.json" with { type: "json" };
import streams from "../../../fixtures/train/randomStreams.json" with { type: "json" };

const mirrored = {
  interpolationRange: parseNumberRange("[-2, 2]"),
  extrapolationRange: parseNumberRange("[[-6, -2], [2, 6]]"),
};
const tenInputs = { inputSize: 10, subsetRatio: 0.1 };

function task(given: GivenSettings) {
  return createArithmeticData(completeSettings({ operation: "div", ...given }));
}

function rows(batch: Batch, count: number): number[][] {
  const columns = batch.inputs.length / batch.rows;
  return Array.from({ length: count }, (_, row) => [
    ...batch.inputs.slice(row * columns, (row + 1) * columns),
  ]);
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe("createArithmeticData", () => {
  const cases: [keyof typeof reference.datasets, GivenSettings][] = [
    ["in2 U[1,2]/U[2,6]", {}],
    ["in2 U[-2,2]/mirrored", mirrored],
    ["in10 U[1,2]/U[2,6]", tenInputs],
    [
      "in2 mixed halves",
      {
        seed: 3,
        interpolationRange: parseNumberRange("[[-2, -0.1], [0.1, 2], []]"),
        extrapolationRange: parseNumberRange("[[-6, -2], [2, 6], []]"),
      },
    ],
    [
      "in2 benford",
      {
        sampleDistribution: parseSampleDistribution(["benford"]),
        interpolationRange: parseNumberRange("[10, 100]"),
        extrapolationRange: parseNumberRange("[100, 1000]"),
      },
    ],
    [
      "in2 truncated normal",
      {
        sampleDistribution: parseSampleDistribution(["truncated-normal", "-1", "3", "-10", "3"]),
        interpolationRange: parseNumberRange("[-5, 10]"),
        extrapolationRange: parseNumberRange("[-15, -5]"),
      },
    ],
    [
      "divBy0 easy",
      {
        operation: "reciprocal",
        inputSize: 1,
        numberOfSubsets: 1,
        subsetRatio: 1,
        interpolationRange: parseNumberRange("[0, 0.0001]"),
        extrapolationRange: parseNumberRange("[0, 0.0001]"),
      },
    ],
  ];
  for (const [name, given] of cases) {
    it(`draws the original's numbers: ${name}`, () => {
      const expected = reference.datasets[name];
      const made = task(given);
      assert.deepEqual(made.subsets, expected.subsets);
      const batches = {
        batch1: made.nextBatch(),
        batch2: made.nextBatch(),
        valid: made.validation,
        test: made.test,
      };
      for (const [part, batch] of Object.entries(batches)) {
        const wanted = expected[part as keyof typeof batches];
        const columns = batch.inputs.length / batch.rows;
        assert.deepEqual([...batch.inputs.slice(0, columns)], wanted.x_first, part);
        assert.deepEqual([...batch.inputs.slice(-columns)], wanted.x_last, part);
        assert.equal(batch.targets[0], wanted.t_first[0], part);
        const means = [sum(batch.inputs) / batch.inputs.length, sum(batch.targets) / batch.rows];
        for (const [mean, meanWanted] of [
          [means[0], wanted.x_mean],
          [means[1], wanted.t_mean],
        ]) {
          assert.ok(Math.abs(mean - meanWanted) <= 1e-11 * Math.abs(meanWanted), part);
        }
      }
    });
  }

  it("draws the first rows of every distribution", () => {
    const distributions: [string, string, string[], string][] = [
      ["dist_benford", "[10, 100]", ["benford"], "[100, 1000]"],
      ["dist_tn_-1_3_-10_3", "[-5, 10]", ["truncated-normal", "-1", "3", "-10", "3"], "[-15, -5]"],
      ["dist_tn_1_3_10_3", "[-10, 5]", ["truncated-normal", "1", "3", "10", "3"], "[5, 15]"],
      ["dist_tn_0_1_10_1", "[-5, 5]", ["truncated-normal", "0", "1", "10", "1"], "[5, 15]"],
      ["dist_exponential_0.8", "[1, 2]", ["exponential", "0.8"], "[2, 6]"],
    ];
    for (const [name, interpolation, words, extrapolation] of distributions) {
      const expected = streams[name as "dist_benford"];
      const made = task({
        sampleDistribution: parseSampleDistribution(words),
        interpolationRange: parseNumberRange(interpolation),
        extrapolationRange: parseNumberRange(extrapolation),
      });
      const batch = made.nextBatch();
      assert.deepEqual(rows(batch, 6), expected.train_first6_x, name);
      assert.deepEqual([...batch.targets.slice(0, 6)], expected.train_first6_t.flat(), name);
      assert.deepEqual(rows(made.test, 6), expected.test_first6_x, name);
    }
  });

  it("draws whole validation and test sets", () => {
    const plain = task({});
    const both = task(mirrored);
    const sets = [
      [plain.validation, streams.valid_12],
      [plain.test, streams.test_26],
      [both.validation, streams.valid_m2_2],
      [both.test, streams.test_mirror],
    ] as const;
    for (const [batch, expected] of sets) {
      assert.deepEqual(rows(batch, 8), expected.first8_x);
      assert.deepEqual([...batch.targets.slice(0, 8)], expected.first8_t.flat());
      assert.ok(Math.abs(sum(batch.inputs) - expected.sum_x) < 1e-8);
      assert.ok(Math.abs(sum(batch.targets) - expected.sum_t) < 1e-8);
    }
  });

  it("refuses subsets that do not fit", () => {
    assert.throws(() => task({ numberOfSubsets: 3 }), /3 subsets of 1 inputs/);
    assert.throws(() => task({ subsetRatio: 0.1 }), /is empty/);
    assert.throws(() => task({ numberOfSubsets: 1 }), /needs 2 subsets/);
  });
});

import assert from "node:assert/strict";
import { MersenneTwister } from "../../../src/util/mersenneTwister.js";
import { NumpyRandomState } from "../../../src/compute/random/numpyRandomState.js";
import { TorchGenerator } from "../../../src/compute/random/torchGenerator.js";
import streams from "../../../fixtures/train/randomStreams.json" with { type: "json" };

describe("random streams", () => {
  it("hand out MT19937's words", () => {
    const generator = new MersenneTwister(0);
    const words = Array.from({ length: 8 }, () => generator.nextUint32());
    assert.deepEqual(words, streams.RandomState0_raw_uint32_first8);
  });

  it("hand out NumPy's uniform numbers", () => {
    assert.deepEqual(
      [...new NumpyRandomState(0).uniform(0, 1, 8)],
      streams.RandomState0_uniform01_first8,
    );
    assert.deepEqual(
      [...new NumpyRandomState(streams.in2[0][1]).uniform(1, 2, 8)],
      streams.train_fork_seed0_in2_range12_first8_float64,
    );
    assert.deepEqual(
      [...new NumpyRandomState(streams.in10[0][1]).uniform(1, 2, 10)],
      streams.train_fork_seed0_in10_range12_first_row_float64,
    );
  });

  it("hand out NumPy's integers", () => {
    const random = new NumpyRandomState(123);
    const drawn = Array.from({ length: 20 }, () => random.randomInteger(2));
    assert.deepEqual(drawn, streams.randint2_seed123_first20);
  });

  it("draw NumPy's child seeds, with and without an offset before them", () => {
    for (let seed = 0; seed < 25; seed++) {
      const two = new NumpyRandomState(seed);
      assert.deepEqual([two.randomInteger(1), two.forkSeed()], streams.in2[seed]);
      const ten = new NumpyRandomState(seed);
      assert.deepEqual([ten.randomInteger(9), ten.forkSeed()], streams.in10[seed]);
    }
  });

  it("hand out PyTorch's single precision numbers", () => {
    for (const [seed, expected] of Object.entries(streams.torch_rand_first12)) {
      assert.deepEqual([...new TorchGenerator(Number(seed)).uniform(0, 1, 12)], expected);
    }
    assert.deepEqual(
      [...new TorchGenerator(0).uniform(-0.5, 0.5, 12)],
      streams["torch_uniform_-0.5_0.5_seed0_first12"],
    );
    assert.deepEqual(
      [...new TorchGenerator(0).uniform(1, 5, 20)],
      streams.torch_uniform_1_5_seed0_20,
    );
    const generator = new TorchGenerator(0);
    const draws = [0, 1].map(() => [...generator.uniform(-Math.SQRT2, Math.SQRT2, 2)]);
    assert.deepEqual(draws, streams.torch_xavier_uniform_2x1_seed0_two_draws);
  });

  it("hand out PyTorch's normal numbers, few at a time and in blocks of 16", () => {
    // torch.manual_seed(0); torch.randn(5), and torch.randn(16): four decimals, as PyTorch prints them
    const few = [1.541, -0.2934, -2.1788, 0.5684, -1.0845];
    const block = [
      -1.1258, -1.1524, -0.2506, -0.4339, 0.8487, 0.692, -0.316, -2.1152, 0.3223, -1.2633, 0.35,
      0.3081, 0.1198, 1.2377, 1.1168, -0.2473,
    ];
    for (const expected of [few, block]) {
      const values = [...new TorchGenerator(0).normal(0, 1, expected.length)];
      assert.deepEqual(
        values.map((value) => Math.round(value * 1e4) / 1e4),
        expected,
      );
    }
  });

  it("draw normal numbers with the wanted mean and deviation, few and many at a time", () => {
    for (const count of [6, 50]) {
      const generator = new TorchGenerator(3);
      const values = Array.from({ length: 4000 / count }, () => [
        ...generator.normal(2, 0.5, count),
      ]).flat();
      const mean = values.reduce((sum, value) => sum + value) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      assert.ok(Math.abs(mean - 2) < 0.03, `mean ${mean}`);
      assert.ok(Math.abs(Math.sqrt(variance) - 0.5) < 0.03, `deviation ${Math.sqrt(variance)}`);
    }
  });

  it("draw beta numbers with the wanted moments", () => {
    const generator = new TorchGenerator(5);
    const values = Array.from({ length: 4000 }, () => generator.beta(7, 7));
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean - 0.5) < 0.01);
    assert.ok(Math.abs(variance - 1 / 60) < 0.001); // ab / ((a + b)² (a + b + 1))
  });
});

import assert from "node:assert/strict";
import { decodeRunName } from "../../../src/experiments/names/runName.js";

const name = (range: string, distribution = "u") =>
  `realnpu_op-div_oob-c_rs-linear-none_eps-0_rl-40000-50000_r-0.0-0-1_${range}_z-10-0.1-0.0_b128_s17_h2_z2` +
  `_lr-adam-0.00500-0.0_D-${distribution}_n-1-5_L1T_rb-1e-09-1e-07-10000-10_rWnpu-1-W_rg-1_rM_clip-wg_WrI-xuc_nMF_gn-1.0_pcc-mse-25000`;

describe("decodeRunName", () => {
  it("decodes every segment of a single-layer run", () => {
    assert.deepEqual(decodeRunName(name("i--2--1_e--6--2")), {
      model: "Real NPU",
      "layer.type": "realnpu",
      operation: "div",
      "oob.control": "clip",
      "regualizer.scaling": "linear",
      "regualizer.shape": "none",
      "epsilon.zero": 0,
      "regualizer.scaling.start": 40000,
      "regualizer.scaling.end": 50000,
      regualizer: 0,
      "regualizer.z": 0,
      "regualizer.oob": 1,
      "interpolation.range": "U[-2,-1]",
      "extrapolation.range": "U[-6,-2]",
      "input.size": 10,
      "subset.ratio": 0.1,
      "overlap.ratio": 0,
      "batch.size": 128,
      seed: 17,
      "hidden.size": 2,
      "num.subsets": 2,
      "learning.optimizer": "Adam",
      "learning.rate": 0.005,
      "learning.momentum": 0,
      "sample.distribution": "u",
      "noise.range.lower": 1,
      "noise.range.upper": 5,
      "regualizer.l1": true,
      "beta.start": 1e-9,
      "beta.end": 1e-7,
      "beta.step": 10000,
      "beta.growth": 10,
      "regualizer.npu.w": 1,
      "realnpu.reg.type": "W",
      "regualizer.gate": 1,
      "reg.scale.type": "madsen",
      "npu.clip": "wg",
      "npu.Wr.init": "xavier-uniform-constrained",
      "nmu.noise": false,
      "clip.grad.norm": 1,
      "train.criterion": "pcc-mse-25000",
      distribution: "U:[-2,-1]",
    });
  });

  it("reads ranges of any sign, of two parts and with exponents", () => {
    const ranges = (text: string) => {
      const columns = decodeRunName(name(text))!;
      return [columns["interpolation.range"], columns["extrapolation.range"]];
    };
    assert.deepEqual(ranges("i--2-2_e-[-6, -2]-[2, 6]"), ["U[-2,2]", "U[-6,-2] & U[2,6]"]);
    assert.deepEqual(ranges("i-0.1-0.2_e-0.2-2"), ["U[0.1,0.2]", "U[0.2,2]"]);
    assert.deepEqual(ranges("i-0-1e-05_e-0-0.0001"), ["U[0,1e-05]", "U[0,0.0001]"]);
  });

  it("labels input distributions with their interpolation parameters", () => {
    const label = (range: string, distribution: string) =>
      decodeRunName(name(range, distribution))!["distribution"];
    assert.equal(label("i--5-10_e--15--5", "tn--1-3--10-3"), "TN(-1,3):[-5,10]");
    assert.equal(label("i-10-100_e-100-1000", "b"), "B:[10,100]");
    assert.equal(label("i-[-2, -1]-[1, 2]_e-1-2", "u"), "U:[-2,-1] & [1,2]");
  });

  it("decodes the id of the newer repository", () => {
    assert.equal(decodeRunName(`${name("i-1-2_e-2-6")}_id7`)!["id"], 7);
  });

  it("answers null for other names", () => {
    assert.equal(decodeRunName("resnet50_lr-0.1"), null);
    assert.equal(decodeRunName(""), null);
  });
});

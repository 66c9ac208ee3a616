import assert from "node:assert/strict";
import { readByForm, readByPattern } from "../../src/facts/namePattern.js";

describe("readByForm", () => {
  it("reads words, numbers and truth values between the marks", () => {
    const read = readByForm("{dataset}/{model}_lr-{lr}_{amp}_seed-{seed}");
    assert.deepEqual(read("svhn/ResNet-18_lr-1e-3_true_seed-007"), {
      dataset: "svhn",
      model: "ResNet-18",
      lr: 0.001,
      amp: true,
      seed: "007",
    });
    assert.equal(read("svhn/ResNet_lr-1e-3_seed-0"), undefined);
  });

  it("is about the last parts of a path, and passes over what is no fact", () => {
    assert.deepEqual(readByForm("{model}_s{seed}")("logs/2024/vit_s3"), { model: "vit", seed: 3 });
    assert.deepEqual(readByForm("{model}_{_}")("vit_1690000000"), { model: "vit" });
  });

  it("takes marks as they are", () => {
    assert.deepEqual(readByForm("a.b(c)+{x}$")("a.b(c)+1$"), { x: 1 });
    assert.equal(readByForm("a.b-{x}")("axb-1"), undefined);
  });

  it("keeps long numbers, which a double would change, as they are written", () => {
    assert.deepEqual(readByForm("id-{id}")("id-12345678901234567"), { id: "12345678901234567" });
  });

  it("refuses forms without facts, with one twice, and with two in a row", () => {
    assert.throws(() => readByForm("runs"), /names no fact/);
    assert.throws(() => readByForm("{a}-{a}"), /names a fact twice/);
    assert.throws(() => readByForm("{a}{b}"), /need a mark between/);
  });
});

describe("readByPattern", () => {
  it("reads named groups that are found anywhere in the name", () => {
    const read = readByPattern("(?<model>resnet|vit).*-s(?<seed>[0-9]+)");
    assert.deepEqual(read("exp1/vit-large-s4"), { model: "vit", seed: 4 });
    assert.equal(read("exp1/mlp-s4"), undefined);
  });

  it("refuses what is no expression or names nothing", () => {
    assert.throws(() => readByPattern("(?<a"), /is no regular expression/);
    assert.throws(() => readByPattern("(a)-b"), /has no named group/);
  });
});

import assert from "node:assert/strict";
import { runFacts } from "../../../src/figures/numbers/runFacts.js";

describe("runFacts", () => {
  it("takes the facts between the marks of a rule, numbers as numbers", () => {
    const facts = runFacts("{dataset}/{model}_lr-{lr}_seed-{seed}");
    assert.deepEqual(facts("old/svhn/ResNet_lr-1e-3_seed-12"), {
      dataset: "svhn",
      model: "ResNet",
      lr: 0.001,
      seed: 12,
    });
    assert.equal(facts("ResNet_lr-1e-3_seed-12"), undefined);
  });

  it("takes signs of regular expressions as they are", () => {
    const facts = runFacts("a.b({x})+");
    assert.deepEqual(facts("a.b(1)+"), { x: 1 });
    assert.equal(facts("aXb(1)+"), undefined);
  });
});

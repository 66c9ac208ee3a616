import assert from "node:assert/strict";
import { describeLeftOut, takeRuns } from "../../../src/figures/data/takeRuns.js";

const runs = (...names: string[]) => names.map((name) => ({ name, isRoot: false }));
const taken = (names: string[], rule?: string[], root?: string) => {
  const all = [...(root === undefined ? [] : [{ name: root, isRoot: true }]), ...runs(...names)];
  return takeRuns(all, rule).taken.map(({ name }) => name);
};

describe("takeRuns", () => {
  it("takes all runs that lie beside each other", () => {
    const seeds = ["a/seed-0", "a/seed-1", "b/seed-0"];
    assert.deepEqual(taken(seeds), seeds);
  });

  it("takes no folder below a run: add_hparams, evaluations, profiles", () => {
    const parts = ["s0/1700000000.5", "s0/eval", "s0/plugins/profile/2020", "s1/deep/er"];
    assert.deepEqual(taken(["s0", "s1", ...parts]), ["s0", "s1"]);
  });

  it("takes folders of add_hparams where there is nothing above them", () => {
    const times = ["s0/1700000000.5", "s1/1700000001.5"];
    assert.deepEqual(taken(times), times);
  });

  it("takes the training of those that Keras writes beside each other", () => {
    const keras = ["s0/train", "s0/validation", "s1/train", "s1/validation"];
    assert.deepEqual(taken(keras), ["s0/train", "s1/train"]);
    assert.deepEqual(taken(["s0/validation", "s0/test"]), ["s0/validation"]);
    assert.deepEqual(taken(["ppo", "eval"]), ["ppo", "eval"]);
  });

  it("takes the log directory itself only where what lies below is part of it", () => {
    assert.deepEqual(taken(["train", "validation"], undefined, "logs"), ["logs"]);
    assert.deepEqual(taken(["seed-0", "seed-1"], undefined, "logs"), ["seed-0", "seed-1"]);
    assert.deepEqual(taken([], undefined, "logs"), ["logs"]);
  });

  it("takes what a rule says, and no others", () => {
    const keras = ["s0/train", "s0/validation", "s1/train", "s1/validation"];
    assert.deepEqual(taken(keras, ["*/validation"]), ["s0/validation", "s1/validation"]);
    assert.deepEqual(taken(["s0", "s0/eval"], ["*/eval", "s0"]), ["s0", "s0/eval"]);
  });

  it("names what was left out, and why", () => {
    const { leftOut } = takeRuns(runs("s0", "s0/1700000000.5"));
    assert.deepEqual(describeLeftOut("A", leftOut), [
      "A: left out 1 folder that is no run of its own: s0/1700000000.5 lies below the run s0 " +
        '(add_hparams makes such folders). Say which to take with "take" in the lookup, such as take: "*/1700000000.5".',
    ]);
  });
});

import assert from "node:assert/strict";
import { compareFacts } from "../../src/facts/fact.js";
import { groupRuns } from "../../src/facts/groupRuns.js";
import { factsOfRuns, type KnownRun } from "../../src/facts/runFacts.js";
import { meets } from "../../src/facts/where.js";

const runs = (names: readonly string[], hparams: KnownRun["hparams"][] = []): KnownRun[] =>
  names.map((name, index) => ({ name, hparams: hparams[index] ?? {} }));

describe("factsOfRuns", () => {
  it("groups runs that differ in the seed only", () => {
    const facts = factsOfRuns(runs(["svhn/vit_seed-0", "svhn/vit_seed-1", "svhn/mlp_seed-0"]));
    assert.equal(facts.form, "svhn/{model}_seed-{seed}");
    assert.equal(facts.inferred, true);
    assert.equal(facts.seed, "seed");
    assert.deepEqual(facts.groupBy, ["model"]);
    const groups = groupRuns(facts.runs, facts.groupBy);
    assert.deepEqual(
      groups.map((group) => [group.facts.model, group.runs.length]),
      [
        ["mlp", 1],
        ["vit", 2],
      ],
    );
  });

  it("takes hyperparameters, and drops a guess that says the same", () => {
    const hparams = [
      { net: "vit", lr: 0.1, seed: 0 },
      { net: "vit", lr: 0.1, seed: 1 },
      { net: "mlp", lr: 0.1, seed: 0 },
    ];
    const facts = factsOfRuns(runs(["vit_0", "vit_1", "mlp_0"], hparams));
    assert.deepEqual(facts.groupBy, ["net"]);
    assert.deepEqual(facts.runs[1].facts, { net: "vit", lr: 0.1, seed: 1 });
  });

  it("lets a given form come before hyperparameters, and a table before both", () => {
    const table = new Map([["a_0", { model: "from the table" }]]);
    const facts = factsOfRuns(runs(["a_0", "b_1"], [{ model: "h" }, { model: "h" }]), {
      name: "{model}_{seed}",
      table,
    });
    assert.deepEqual(
      facts.runs.map((one) => one.facts.model),
      ["from the table", "b"],
    );
  });

  it("names the runs that a form does not fit", () => {
    const facts = factsOfRuns(runs(["a_0", "other"]), { name: "{model}_{seed}" });
    assert.deepEqual(facts.unread, ["other"]);
    assert.equal(facts.runs.length, 1);
  });

  it("keeps runs apart of which nothing is known", () => {
    const facts = factsOfRuns(runs(["run-a", "run-b/x"]));
    assert.deepEqual(facts.groupBy, ["name"]);
    assert.equal(groupRuns(facts.runs, facts.groupBy).length, 2);
  });

  it("does not take for a group what is another one in every run", () => {
    const names = ["vit_seed-0", "vit_seed-1", "mlp_seed-0", "mlp_seed-1"];
    const hparams = names.map((_, index) => ({ started: 1000 + index }));
    assert.deepEqual(factsOfRuns(runs(names, hparams)).groupBy, ["model"]);
  });
});

describe("meets", () => {
  const facts = [
    { model: "vit", lr: 0.1 },
    { model: "mlp", lr: 0.001 },
    { model: "cnn", lr: 1e-4 },
  ];
  const chosen = (where: Parameters<typeof meets>[0]) =>
    facts.filter(meets(where, facts, () => "x.yaml")).map(({ model }) => model);

  it("takes values, lists and comparisons", () => {
    assert.deepEqual(chosen({ model: "vit" }), ["vit"]);
    assert.deepEqual(chosen({ model: ["vit", "cnn"] }), ["vit", "cnn"]);
    assert.deepEqual(chosen({ lr: "<= 0.001" }), ["mlp", "cnn"]);
    assert.deepEqual(chosen({ lr: [">0.01", 1e-4] }), ["vit", "cnn"]);
    assert.deepEqual(chosen({ model: "!= vit", lr: "< 0.0005" }), ["cnn"]);
    assert.deepEqual(chosen({ lr: "1e-3" }), ["mlp"]);
  });

  it("names what there is where a condition finds nothing", () => {
    assert.throws(() => chosen({ modle: "vit" }), /x\.yaml: .*"modle".*Did you mean "model"/s);
    assert.throws(() => chosen({ model: "gpt" }), /There are: cnn, mlp, vit/);
    assert.throws(() => chosen({ lr: "> 1" }), /There are: 0\.0001, 0\.001, 0\.1/);
  });
});

describe("compareFacts", () => {
  it("sorts numbers by size, then words naturally, then what is not known", () => {
    const sorted = [undefined, "b10", 0.1, "b9", 1e-3, 20].sort(compareFacts);
    assert.deepEqual(sorted, [1e-3, 0.1, 20, "b9", "b10", undefined]);
  });

  it("infers no form that says only what hyperparameters say better", () => {
    const hparams = [0, 1].map((seed) => ({ seed, lr: 0.1 }));
    const { form, seed, runs: known } = factsOfRuns(runs(["482", "77"], hparams));
    assert.equal(form, undefined);
    assert.equal(seed, "seed");
    assert.deepEqual(
      known.map(({ facts }) => facts),
      hparams,
    );
  });
});

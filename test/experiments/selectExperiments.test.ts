import assert from "node:assert/strict";
import type { Experiment } from "../../src/experiments/experiment.js";
import { selectExperiments } from "../../src/experiments/selectExperiments.js";
import { UserError } from "../../src/util/userError.js";

const experiments = ["in2/nru", "in2/nru-extra/lr-1", "in10/nru"].map((name): Experiment => ({
  name,
  title: "NRU",
  purpose: "test",
  settings: {},
  seeds: [0],
  variations: [],
  file: "p.yaml",
}));
const select = (...patterns: string[]) =>
  selectExperiments(experiments, patterns).map(({ name }) => name);

describe("selectExperiments", () => {
  it("takes names and patterns, and each experiment once", () => {
    assert.deepEqual(select("in10/nru", "in2/nru"), ["in2/nru", "in10/nru"]);
    assert.deepEqual(select("in2/*", "in2/nru"), ["in2/nru", "in2/nru-extra/lr-1"]);
    assert.deepEqual(select("*/nru"), ["in2/nru", "in10/nru"]);
  });

  it("names the nearest experiments when there is none", () => {
    assert.throws(
      () => select("in2/nur"),
      (error) =>
        error instanceof UserError &&
        error.exitCode === 2 &&
        error.message.includes('Did you mean "in2/nru"'),
    );
  });
});

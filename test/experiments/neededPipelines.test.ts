import assert from "node:assert/strict";
import { neededTexts, type YamlText } from "../../src/experiments/neededPipelines.js";
import { readPipelines } from "../../src/experiments/readPipelines.js";

const texts: YamlText[] = [
  ["a.yaml", "defaults: { extends: two-inputs }\nexperiments:\n  a/nru: { extends: [nru] }\n"],
  ["b.yaml", "experiments:\n  b/nru:\n    extends: nru\n"],
  ["shared.yaml", 'bases:\n  "two-inputs": { ranges: nine }\n  nru: {}\n'],
  ["ranges.yaml", "rangeSets: {nine: [{interpolation: [1, 2], extrapolation: [2, 6]}]}\n"],
  ["broken.yaml", "experiments:\n  broken: [\n"],
];
const names = (wanted: readonly string[]) => neededTexts(texts, wanted).map(([path]) => path);

describe("the pipeline files that some experiments need", () => {
  it("are those that declare them, and what these build on", () => {
    assert.deepEqual(names(["a/nru"]), ["a.yaml", "shared.yaml", "ranges.yaml"]);
    assert.deepEqual(names(["b/nru"]), ["b.yaml", "shared.yaml", "ranges.yaml"]);
    assert.deepEqual(names(["unknown"]), []);
    assert.deepEqual(names(["broken"]), ["broken.yaml"]);
  });

  it("declare experiments as all files together do", async () => {
    const all = await readPipelines(["pipelines"]);
    for (const name of ["sltr-in2/nru", "function_task_static_mul_range/NMU"]) {
      const some = await readPipelines(["pipelines"], { needed: [name] });
      assert.ok(some.length < all.length);
      const find = (experiments: typeof all) => experiments.find((one) => one.name === name);
      assert.deepEqual(find(some), find(all));
    }
  });
});

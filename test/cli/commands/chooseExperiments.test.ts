import assert from "node:assert/strict";
import { chooseExperiments } from "../../../src/cli/commands/chooseExperiments.js";
import type { Experiment } from "../../../src/experiments/experiment.js";
import { readPipelines } from "../../../src/experiments/readPipelines.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const pipeline = (...names: string[]): string =>
  `defaults: { title: NRU, seeds: 0, ranges: [{ interpolation: [1, 2], extrapolation: [2, 6] }], settings: { layerType: NRU, operation: div } }\n` +
  `experiments:\n${names.map((name) => `  ${name}: { purpose: one }\n`).join("")}`;

describe("chooseExperiments", () => {
  const folder = temporaryFolder();
  const directories = () => [`${folder()}/own`, `${folder()}/package`];
  let known: readonly Experiment[];
  beforeEach(async () => {
    writeFiles(folder(), {
      "own/mine.yaml": pipeline("mine/a", "in2/mine"),
      "package/division/in2.yaml": pipeline("in2/nru", "in2/npu"),
      "package/nau/in3.yaml": pipeline("in3/nau"),
    });
    known = await readPipelines(directories());
  });
  const chosen = (choice: Parameters<typeof chooseExperiments>[1], where = directories()) =>
    chooseExperiments(known, choice, where).map(({ name }) => name);

  it("means the project's own when none is named, whatever comes with the program", () => {
    assert.deepEqual(chosen({ names: [], all: true }), ["mine/a", "in2/mine"]);
  });

  it("takes those of a paper", () => {
    assert.deepEqual(chosen({ names: [], paper: "division" }), ["in2/nru", "in2/npu"]);
    assert.deepEqual(chosen({ names: ["*/nru"], paper: "division" }), ["in2/nru"]);
    assert.throws(
      () => chosen({ names: ["mine/a"], paper: "division" }),
      /no experiment "mine\/a"/,
    );
    assert.throws(() => chosen({ names: [], paper: "divison" }), /Did you mean "division"/);
  });

  it("takes a name or pattern for the project's own first, else for any", () => {
    assert.deepEqual(chosen({ names: ["in2/*"] }), ["in2/mine"]);
    assert.deepEqual(chosen({ names: ["in2/nru", "mine/*"] }), ["mine/a", "in2/nru"]);
    assert.deepEqual(chosen({ names: ["in3/*"] }), ["in3/nau"]);
    assert.throws(() => chosen({ names: ["in4/*"] }), /no experiment "in4\/\*"/);
  });

  it("says where experiments are when the project has none", () => {
    const elsewhere = [`${folder()}/none`, `${folder()}/package`];
    known = known.filter(({ file }) => file.includes("package"));
    assert.throws(
      () => chosen({ names: [], all: true }, elsewhere),
      /no pipeline files in .*none\.\n.*--paper division, --paper nau/,
    );
  });
});

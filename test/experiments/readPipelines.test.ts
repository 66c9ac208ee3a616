import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLookups } from "../../src/figures/lookups/readLookups.js";
import { readPipelines } from "../../src/experiments/readPipelines.js";
import { UserError } from "../../src/util/userError.js";

const shared = `
rangeSets:
  two:
    - { interpolation: [1, 2], extrapolation: [2, 6] }
    - { label: wide, interpolation: "[0, 1.0]", extrapolation: [[-6, -2], [2, 6]] }
bases:
  nru:
    title: NRU
    seeds: 0-1
    ranges: two
    settings: { layerType: NRU, learningRate: 1, operation: div }
`;

describe("readPipelines", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipelines-"));
    await writeFile(join(folder, "a-shared.yaml"), shared);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const readWith = async (text: string) => {
    await writeFile(join(folder, "b.yaml"), text);
    return readPipelines([folder]);
  };
  const complaint = async (text: string): Promise<string> => {
    try {
      await readWith(text);
    } catch (error) {
      assert.ok(error instanceof UserError, String(error));
      return error.message;
    }
    return assert.fail("nothing was wrong");
  };

  it("hands settings down from defaults, bases and experiments, later ones winning", async () => {
    const [first, second] = await readWith(`
defaults: { seeds: 5, settings: { learningRate: 0.5, inputSize: 10 } }
experiments:
  in10/nru: { purpose: first, extends: nru }
  in10/nru-slow:
    purpose: second
    extends: in10/nru
    seeds: [3, 1]
    settings: { learningRate: 0.1, sampleDistribution: exponential 0.5 }
`);
    assert.deepEqual(first.settings, {
      learningRate: 1,
      inputSize: 10,
      layerType: "NRU",
      operation: "div",
    });
    assert.deepEqual(first.seeds, [0, 1]);
    assert.equal(first.title, "NRU");
    assert.deepEqual(
      first.variations.map(({ label, settings }) => [label, settings.interpolationRange?.text]),
      [
        ["U[1,2]", ["1", "2"]],
        ["wide", ["0", "1.0"]],
      ],
    );
    assert.equal(second.settings.learningRate, 0.1);
    assert.deepEqual(second.settings.sampleDistribution, { family: "exponential", scale: 0.5 });
    assert.deepEqual(second.seeds, [1, 3]);
  });

  it("reads a folder given twice once and skips one that is not there", async () => {
    await writeFile(join(folder, "b.yaml"), "experiments: { e: { purpose: p, extends: nru } }");
    const experiments = await readPipelines([folder, join(folder, "."), join(folder, "none")]);
    assert.equal(experiments.length, 1);
  });

  it("leaves out files that are broken, and those that build on them, when it may name them", async () => {
    await writeFile(join(folder, "a.yaml"), "bases: { own: { settings: { learningRate: *no } } }");
    await writeFile(join(folder, "b.yaml"), "experiments: { e: { purpose: p, extends: own } }");
    await writeFile(join(folder, "c.yaml"), "experiments: { fine: { purpose: p, extends: nru } }");
    const messages: string[] = [];
    const onError = ({ message }: Error) => void messages.push(message);
    for (let time = 0; time < 2; time++) {
      messages.length = 0;
      const experiments = await readPipelines([folder], { onError });
      assert.deepEqual(
        experiments.map(({ name }) => name),
        ["fine"],
      );
      assert.equal(messages.length, 2);
      assert.match(messages[0], /a\.yaml:1: there is no anchor "&no"/);
      assert.match(messages[1], /b\.yaml:1: .*no base or experiment "own"/);
    }
    await assert.rejects(readPipelines([folder]), /a\.yaml:1: there is no anchor/);
  });

  it("names file, line and nearest name of a setting that does not exist", async () => {
    const message = await complaint(`
experiments:
  e:
    purpose: p
    extends: nru
    settings:
      learnRate: 1
`);
    assert.match(message, /b\.yaml:7: .*"experiments\.e\.settings\.learnRate"/);
    assert.match(message, /Did you mean .*"learningRate"/);
  });

  it("names the nearest base, experiment or range set that is known", async () => {
    assert.match(
      await complaint("experiments:\n  e: { purpose: p, extends: nruu }"),
      /b\.yaml:2: .*no base or experiment "nruu"\. Did you mean "nru"\?/,
    );
    assert.match(
      await complaint("experiments:\n  e: { purpose: p, extends: nru, ranges: twoo }"),
      /no range set "twoo"\. Did you mean "two"\?/,
    );
  });

  it("says why a range, a distribution or a list of seeds is none", async () => {
    const about = (rest: string) =>
      complaint(`experiments:\n  e:\n    purpose: p\n    extends: nru\n    ${rest}`);
    assert.match(
      await about("ranges: [{ interpolation: [[1, 2], [3, 5]], extrapolation: [1, 2] }]"),
      /b\.yaml:5: "experiments\.e\.ranges\[0\]\.interpolation": .*equally wide/,
    );
    assert.match(
      await about("settings: { sampleDistribution: gaussian 1 2 }"),
      /"gaussian 1 2" is not a distribution: expected "uniform"/,
    );
    assert.match(await about("seeds: 9-1"), /"9-1" is not a list of seeds/);
  });

  it("refuses a name that is declared twice, naming both files", async () => {
    const message = await complaint("bases: { nru: {} }");
    assert.match(message, /b\.yaml:1: "nru" is already declared in .*a-shared\.yaml/);
  });

  it("refuses an experiment that lacks seeds, ranges or a module", async () => {
    assert.match(
      await complaint("experiments: { e: { purpose: p } }"),
      /experiment "e" has no seeds, no ranges, no settings\.layerType/,
    );
  });

  it("refuses names that would leave the folder of the runs", async () => {
    for (const name of ["../e", "/e", "a//b", "a/.b", "a b"]) {
      assert.match(
        await complaint(`experiments: { "${name}": { purpose: p, extends: nru } }`),
        /an experiment's name is a path such as/,
        name,
      );
    }
  });

  it("refuses circles", async () => {
    assert.match(
      await complaint(
        "bases: { a: { extends: b }, b: { extends: a } }\nexperiments: { e: { purpose: p, extends: a } }",
      ),
      /circle: e > a > b > a/,
    );
  });
});

describe("the pipelines that come with the program", () => {
  const shipped = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

  it("declare every experiment that a lookup shows", async () => {
    const names = (await readPipelines([shipped("pipelines")])).map(({ name }) => name);
    const { lookups } = await readLookups([shipped("lookups")]);
    const shown = lookups.flatMap(({ series }) => series.map(({ experiment }) => experiment));
    assert.ok(shown.length > 50);
    for (const experiment of shown) {
      assert.ok(experiment === undefined || names.includes(experiment), experiment);
    }
  });
});

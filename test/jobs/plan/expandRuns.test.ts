import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Experiment } from "../../../src/experiments/experiment.js";
import { readPipelines } from "../../../src/experiments/readPipelines.js";
import { parseSeeds } from "../../../src/experiments/seedList.js";
import { expandRuns } from "../../../src/jobs/plan/expandRuns.js";
import { settingsFromArguments } from "../../../src/experiments/settings/runArguments.js";
import { completeSettings } from "../../../src/experiments/settings/runSettings.js";
import { UserError } from "../../../src/util/userError.js";
import { readArguments } from "../../helpers/readArguments.js";

interface PublishedRange {
  readonly interpolation: string;
  readonly extrapolation: string;
  readonly printed: readonly string[];
  readonly distribution?: readonly string[];
  readonly DIST?: string;
  readonly label?: string;
}

interface Published {
  readonly rangeSets: Readonly<Record<string, readonly PublishedRange[]>>;
  readonly experiments: readonly {
    readonly name: string;
    readonly runs: number;
    readonly seeds: string;
    readonly rangeSet: string;
    readonly arguments: readonly string[];
    readonly runName: string;
  }[];
}

interface TwoLayerGroup {
  readonly experiment: string;
  readonly runs: number;
  /** Of its lines, sorted as bytes: run name, blank, index of the last iteration. */
  readonly sha256: string;
  readonly first: string;
  readonly last: string;
}

const twoLayerFixture = new URL(
  "../../../fixtures/training/two-layer-experiments.json",
  import.meta.url,
);
const twoLayer = JSON.parse(readFileSync(twoLayerFixture, "utf8")) as readonly TwoLayerGroup[];

const fixture = new URL("../../../fixtures/training/published-experiments.json", import.meta.url);
const published = JSON.parse(readFileSync(fixture, "utf8")) as Published;
const pipelines = fileURLToPath(new URL("../../../pipelines", import.meta.url));

describe("expandRuns", () => {
  let experiments: readonly Experiment[];
  before(async () => {
    experiments = await readPipelines([pipelines]);
  });
  const find = (name: string) => experiments.find((experiment) => experiment.name === name)!;

  it("gives the published experiments and no other of the division paper", () => {
    const names = published.experiments.map(({ name }) => name);
    assert.equal(names.length, 58);
    const ofDivision = experiments.filter(({ file }) => /\bdivision\b/.test(file));
    assert.deepEqual(ofDivision.map(({ name }) => name).sort(), names.sort());
  });

  it("gives every published run its name and its settings", () => {
    let runs = 0;
    for (const expected of published.experiments) {
      const expanded = expandRuns(find(expected.name));
      assert.equal(expanded.length, expected.runs, expected.name);
      const ranges = published.rangeSets[expected.rangeSet];
      const wanted = parseSeeds(expected.seeds).flatMap((seed) =>
        ranges.map((range) => ({ seed, range })),
      );
      for (const [index, { seed, range }] of wanted.entries()) {
        const [i0, i1, e0, e1] = range.printed;
        const runName = expected.runName
          .replace("{I0}", i0)
          .replace("{I1}", i1)
          .replace("{E0}", e0)
          .replace("{E1}", e1)
          .replace("{SEED}", String(seed))
          .replace("{DIST}", range.DIST ?? "u");
        assert.equal(expanded[index].runName, runName);
        // Beside the seed, settings are the same for all seeds.
        if (seed > 1) continue;
        const words = [
          ...expected.arguments,
          ...["--seed", String(seed)],
          ...["--interpolation-range", range.interpolation],
          ...["--extrapolation-range", range.extrapolation],
          ...["--sample-distribution", ...(range.distribution ?? ["uniform"])],
        ];
        const settings = completeSettings(settingsFromArguments(readArguments(words)));
        assert.deepEqual(expanded[index].settings, settings, runName);
      }
      runs += expanded.length;
    }
    assert.equal(runs, 11_600);
  });

  it("gives every run of the two-layer experiments its name and its iterations", () => {
    const ofTwoLayers = experiments.filter(
      ({ settings }) => settings.task === "simple_function_static",
    );
    const runs = new Map<string, string[]>();
    for (const experiment of ofTwoLayers) {
      const [group] = experiment.name.split("/");
      const lines = expandRuns(experiment).map(
        ({ runName, settings }) => `${runName} ${settings.maxIterations}`,
      );
      runs.set(group, [...(runs.get(group) ?? []), ...lines]);
    }
    assert.deepEqual([...runs.keys()].sort(), twoLayer.map(({ experiment }) => experiment).sort());
    for (const { experiment, runs: count, sha256, first, last } of twoLayer) {
      const lines = runs.get(experiment)!.sort();
      assert.equal(lines.length, count, experiment);
      assert.deepEqual([lines[0], lines.at(-1)], [first, last]);
      assert.equal(createHash("sha256").update(lines.join("\n")).digest("hex"), sha256, experiment);
    }
    assert.equal(
      twoLayer.reduce((sum, { runs: count }) => sum + count, 0),
      27_350,
    );
  });

  it("names the runs on sequences of images as the original does", () => {
    const file = new URL("../../../fixtures/training/sequence-experiments.json", import.meta.url);
    const groups = JSON.parse(readFileSync(file, "utf8")) as readonly {
      readonly experiment: string;
      readonly runs: number;
      readonly firstRuns: readonly string[];
    }[];
    const ofSequences = experiments.filter(({ settings }) => settings.task === "sequential_mnist");
    for (const { experiment, runs, firstRuns } of groups) {
      const names = ofSequences
        .filter(({ name }) => name.startsWith(`${experiment}/`))
        .flatMap((one) => expandRuns(one).map(({ runName }) => runName));
      assert.equal(names.length, runs, experiment);
      assert.equal(new Set(names).size, runs, experiment);
      for (const name of firstRuns) assert.ok(names.includes(name), name);
    }
    assert.equal(
      groups.reduce((sum, { runs }) => sum + runs, 0),
      439,
    );
  });

  it("gives every run one of several variations, or every combination of two kinds", () => {
    const sizes = find("function_task_static_mul_input_size/NMU");
    assert.deepEqual(
      expandRuns(sizes, { seeds: [3], variations: ["inputSize 125"] }).map(({ settings }) => [
        settings.inputSize,
        settings.maxIterations,
        settings.seed,
      ]),
      [[125, 10_000_000, 3]],
    );
    assert.equal(
      find("function_task_static_mul_hidden_size/NMU").variations[2].label,
      "hiddenSize 4",
    );
    assert.throws(() => expandRuns(sizes, { variations: ["inputSize 126"] }), /no variation/);
  });

  it("calls the ranges as the figures do", () => {
    const labels = find("sltr-in2/distributions/nru").variations.map(({ label }) => label);
    assert.deepEqual(
      labels,
      published.rangeSets["dist6"].map(({ label }) => label),
    );
    assert.equal(find("sltr-in2/nru").variations[0].label, "U[-20,-10]");
  });

  it("takes other seeds, single ranges and other settings", () => {
    const runs = expandRuns(find("sltr-in2/nru"), {
      seeds: [30, 31],
      variations: ["U[1, 2]"],
      settings: { maxIterations: 20 },
    });
    assert.deepEqual(
      runs.map(({ settings }) => [settings.seed, settings.interpolationRange.intervals]),
      [
        [30, [[1, 2]]],
        [31, [[1, 2]]],
      ],
    );
    assert.equal(runs[0].settings.maxIterations, 20);
  });

  it("names the nearest range when there is no such one", () => {
    assert.throws(
      () => expandRuns(find("sltr-in2/nru"), { variations: ["U[1,3]"] }),
      (error) => error instanceof UserError && error.message.includes('Did you mean "U[1,2]"'),
    );
  });

  it("takes runs over only from an experiment with the same settings", () => {
    const copies = experiments.filter(({ sameRunsAs }) => sameRunsAs !== undefined);
    assert.deepEqual(
      copies.map(({ name }) => name),
      ["sltr-in2/realnpu-modifications/init/XUC"],
    );
    for (const copy of copies) {
      assert.deepEqual(expandRuns(copy), expandRuns(find(copy.sameRunsAs!)));
    }
  });
});

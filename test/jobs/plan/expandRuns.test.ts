import assert from "node:assert/strict";
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
    assert.deepEqual(experiments.map(({ name }) => name).sort(), names.sort());
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

  it("calls the ranges as the figures do", () => {
    const labels = find("sltr-in2/distributions/nru").ranges.map(({ label }) => label);
    assert.deepEqual(
      labels,
      published.rangeSets["dist6"].map(({ label }) => label),
    );
    assert.equal(find("sltr-in2/nru").ranges[0].label, "U[-20,-10]");
  });

  it("takes other seeds, single ranges and other settings", () => {
    const runs = expandRuns(find("sltr-in2/nru"), {
      seeds: [30, 31],
      ranges: ["U[1, 2]"],
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
      () => expandRuns(find("sltr-in2/nru"), { ranges: ["U[1,3]"] }),
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

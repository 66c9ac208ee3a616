import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const fixtures = new URL("../../../fixtures/events/", import.meta.url).pathname;

/** What TensorBoard reads out of the same event files. */
const expected = JSON.parse(readFileSync(join(fixtures, "expected.json"), "utf8")) as Record<
  string,
  { scalars: Record<string, [step: number, value: number][]> }
>;

describe("figures build with a lookup of somebody's own curves", () => {
  const folder = temporaryFolder();

  it("draws what Keras logged, by a lookup file alone", async () => {
    writeFiles(folder(), {
      "lookups/keras-curves.yaml": `
title: Training with Keras
spec: curves
tags: [epoch_loss, epoch_mae]
size: { widthCm: 14, heightCm: 6 }
params:
  xTitle: Epoch
  labels: { epoch_loss: Loss, epoch_mae: Mean absolute error }
series:
  - { label: Training, runs: ${JSON.stringify(join(fixtures, "keras/train"))} }
  - { label: Validation, runs: ${JSON.stringify(join(fixtures, "keras/validation"))} }
`,
    });
    const place = (name: string) => join(folder(), name);
    const args = ["--lookups", place("lookups"), "--out", place("out"), "--format", "svg,vl.json"];
    const { code, err } = await figures(["build", "keras-curves", ...args]);
    assert.equal(code, 0, err);
    assert.doesNotMatch(err, /warning/);

    const svg = readFileSync(place("out/keras-curves.svg"), "utf8");
    for (const text of ["Loss", "Mean absolute error", "Epoch", "Training", "Validation"]) {
      assert.ok(svg.includes(`>${text}</text>`), text);
    }
    const document = JSON.parse(readFileSync(place("out/keras-curves.vl.json"), "utf8")) as {
      datasets: { scalars: { model: string; tag: string; step: number; value: number }[] };
    };
    const models = { Training: "keras/train", Validation: "keras/validation" };
    const wanted = Object.entries(models).flatMap(([model, run]) =>
      ["epoch_loss", "epoch_mae"].flatMap((tag) =>
        expected[run].scalars[tag].map(([step, value]) => ({ model, tag, step, value })),
      ),
    );
    const drawn = document.datasets.scalars.map(({ model, tag, step, value }) => ({
      model,
      tag,
      step,
      value,
    }));
    assert.equal(wanted.length, 12);
    assert.deepEqual(drawn, wanted);
  });

  it("says what of the logs it leaves out, and which pattern of tags finds nothing", async () => {
    const logs = new URL("../../../fixtures/cases/06-no-step/logs", import.meta.url).pathname;
    writeFiles(folder(), {
      "lookups/no-steps.yaml": `
title: Without steps
spec: curves
tags: ["data/*", dta]
series: [{ label: A, runs: ${JSON.stringify(logs)} }]
`,
    });
    const place = (name: string) => join(folder(), name);
    const args = ["--lookups", place("lookups"), "--out", place("out"), "--format", "svg"];
    const { err } = await figures(["build", "no-steps", ...args]);
    assert.match(
      err,
      /run1: 99 values left out, "data\/scalar1" \(99 of 100\): all were logged at step 0/,
    );
    assert.match(err, /no run of the series "A" logged a scalar that matches "dta"/);
    assert.doesNotMatch(err, /matches "data/);
  });
});

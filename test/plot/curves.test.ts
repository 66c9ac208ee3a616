import assert from "node:assert/strict";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { readTheme } from "../../src/plot/spec/readTheme.js";
import {
  assertOnPage,
  itemsOf,
  layOut,
  textsOf,
  type Laid,
  type PlacedItem,
} from "../helpers/figures.js";

interface Point {
  readonly model: string;
  readonly modelOrder: number;
  readonly name: string;
  readonly tag: string;
  readonly step: number;
  readonly value: number | null;
}

/** Two models with the same three runs each; SGD's values are ten times Adam's. */
function points(steps: number, value: (step: number, run: number) => number | null): Point[] {
  return ["Adam", "SGD"].flatMap((model, modelOrder) =>
    [0, 1, 2].flatMap((run) =>
      Array.from({ length: steps }, (_, step) => {
        const logged = value(step, run);
        const scaled = logged === null ? null : logged * (modelOrder === 0 ? 1 : 10);
        return { model, modelOrder, name: `s${run}`, tag: "loss", step: step * 10, value: scaled };
      }),
    ),
  );
}

async function draw(rows: readonly object[], params = {}, theme = "paper"): Promise<Laid> {
  const { spec, file } = await readSpec("curves");
  return layOut({
    spec,
    specName: file,
    data: { scalars: rows },
    widthCm: 16,
    heightCm: 8,
    theme: await readTheme(theme),
    title: "Curves",
    params,
  });
}

/** The items of one layer: 0 the band, 1 single runs, 2 the centre. */
function layer(laidOut: Laid, index: number): PlacedItem[] {
  return itemsOf(laidOut, index === 0 ? "area" : "line", (mark) =>
    mark.name!.endsWith(`layer_2_layer_${index}_marks`),
  );
}

/** Reads values off the page, from the height of two of them. */
function scaleOf(items: readonly PlacedItem[], values: readonly number[], isLog = false) {
  const along = (value: number) => (isLog ? Math.log(value) : value);
  const [first, last] = [0, values.length - 1];
  const slope =
    (items[last].pageY - items[first].pageY) / (along(values[last]) - along(values[first]));
  return (value: number) => items[first].pageY + slope * (along(value) - along(values[first]));
}

describe("the figure of curves", () => {
  const values = [
    [8, 4, 1, 0.5],
    [7, 5, 3, 1],
    [6, 9, 2, 0.3],
  ];
  const rows = points(4, (step, run) => values[run][step]);
  const sorted = [0, 1, 2, 3].map((step) => values.map((run) => run[step]).sort((a, b) => a - b));

  it("draws the mean of each model's runs, the band of all, and every run", async () => {
    const laidOut = await draw(rows);
    const centre = layer(laidOut, 2);
    const means = sorted.map((run) => (run[0] + run[1] + run[2]) / 3);
    const heightOf = scaleOf(centre, means);
    assert.equal(centre.length, 8);
    [...means, ...means.map((mean) => 10 * mean)].forEach((mean, index) => {
      assert.ok(Math.abs(centre[index].pageY - heightOf(mean)) < 0.01, `${index}`);
    });
    const band = layer(laidOut, 0) as (PlacedItem & { y2?: number })[];
    band.slice(0, 4).forEach(({ y = 0, y2 = 0, pageY }, step) => {
      const edges = [pageY, pageY - y + y2].sort((a, b) => b - a);
      assert.ok(Math.abs(edges[0] - heightOf(sorted[step][0])) < 0.01);
      assert.ok(Math.abs(edges[1] - heightOf(sorted[step][2])) < 0.01);
    });
    assert.equal(layer(laidOut, 1).length, 24);
    assert.deepEqual(laidOut.warnings, []);
    assertOnPage(laidOut);
  });

  it("draws median and quartiles, no band, and no single runs, as a lookup says", async () => {
    const laidOut = await draw(rows, { centre: "median", band: "quartiles", runs: false });
    const centre = layer(laidOut, 2);
    const medians = sorted.map((run) => run[1]);
    const heightOf = scaleOf(centre, medians);
    medians.forEach((median, step) => {
      assert.ok(Math.abs(centre[step].pageY - heightOf(median)) < 0.01);
    });
    const [band] = layer(laidOut, 0) as (PlacedItem & { y2?: number })[];
    const upper = Math.min(band.pageY, band.pageY - (band.y ?? 0) + (band.y2 ?? 0));
    assert.ok(Math.abs(upper - heightOf(7.5)) < 0.01);
    assert.equal(layer(laidOut, 1).length, 0);
    assert.equal(layer(await draw(rows, { band: "none" }), 0).length, 0);
  });

  it("has a log axis that leaves out what has no logarithm", async () => {
    const some = points(6, (step, run) => (step === 3 && run < 2 ? run - 1 : 10 ** (-step - 2)));
    const laidOut = await draw(some, { yScale: "log" });
    const centre = layer(laidOut, 2);
    const means = [0, 1, 2, 3, 4, 5].map((step) => 10 ** (-step - 2));
    const heightOf = scaleOf(centre, means, true);
    means.forEach((mean, step) => {
      assert.ok(Math.abs(centre[step].pageY - heightOf(mean)) < 0.01);
    });
    assert.deepEqual(
      textsOf(laidOut, "axis-label").filter((label) => label.startsWith("10⁻")),
      ["10⁻⁶", "10⁻⁴", "10⁻²"],
    );
    assert.deepEqual(laidOut.warnings, []);
  });

  it("thins out long logs, and short ones not at all", async () => {
    const long = points(2000, (step, run) => step + run);
    const laidOut = await draw(long, { resolution: 100 });
    const centre = layer(laidOut, 2);
    assert.equal(centre.length, 200);
    // 20 steps with values 0 to 19 in the first slot, 1980 to 1999 in the last, plus 1 for the mean run.
    const means = Array.from({ length: 100 }, (_, slot) => 20 * slot + 10.5);
    const heightOf = scaleOf(centre, means);
    means.forEach((mean, slot) => {
      assert.ok(Math.abs(centre[slot].pageY - heightOf(mean)) < 0.05, `${slot}`);
    });
    assert.equal(
      layer(
        await draw(
          points(100, (step) => step),
          { resolution: 100 },
        ),
        2,
      ).length,
      200,
    );
  });

  it("leaves out values that are missing, and has a panel per tag, in order", async () => {
    const gaps = points(3, (step, run) => (step === 1 ? null : run));
    const tags = ["b/loss", "a/accuracy", "c", "d"];
    const all = tags.flatMap((tag) => gaps.map((row) => ({ ...row, tag })));
    for (const theme of ["paper", "ggplot"]) {
      const laidOut = await draw(all, { labels: { c: "Third", SGD: "Descent" } }, theme);
      assert.deepEqual(textsOf(laidOut, "mark").filter(Boolean), [
        "a/accuracy",
        "b/loss",
        "Third",
        "d",
      ]);
      assert.deepEqual(textsOf(laidOut, "legend-label"), ["Adam", "Descent"]);
      assert.equal(layer(laidOut, 2).length, 4 * 2 * 2);
      assertOnPage(laidOut);
      assert.equal(laidOut.fit.scale, 1);
    }
    const ordered = await draw(all, { tags: ["d", "c", "b/loss", "a/accuracy"], columns: 2 });
    assert.deepEqual(textsOf(ordered, "mark").filter(Boolean), ["d", "c", "b/loss", "a/accuracy"]);
  });

  it("draws 100,000 values within seconds", async function () {
    const many = points(16_667, (step, run) => Math.exp(-step / 5000) + run / 10);
    const laidOut = await draw(many);
    assert.equal(many.length, 100_002);
    assert.equal(layer(laidOut, 1).length, 6 * 250);
  });
});

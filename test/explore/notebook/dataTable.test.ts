import assert from "node:assert/strict";
import { join } from "node:path";
import { count, lower, mean, median, upper } from "../../../src/explore/notebook/aggregates.js";
import { openTable, table } from "../../../src/explore/notebook/dataTable.js";
import { jupyterDisplay } from "../../../src/explore/notebook/mimeBundle.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const runs = table([
  { model: "mlp", seed: 0, acc: 0.5 },
  { model: "vit", seed: 0, acc: 0.75 },
  { model: "mlp", seed: 1, acc: 0.25 },
  { model: "vit", seed: 1, acc: 1 },
  { model: "mlp", seed: 2, acc: 0.75 },
]);

describe("table", () => {
  const folder = temporaryFolder();

  it("filters, derives, selects and sorts without changing what was there", () => {
    const some = runs
      .filter(({ acc }) => acc > 0.3)
      .derive({ error: ({ acc }) => 1 - acc })
      .select("model", "error")
      .sort("error", "model");
    assert.deepEqual(some.rows, [
      { model: "vit", error: 0 },
      { model: "mlp", error: 0.25 },
      { model: "vit", error: 0.25 },
      { model: "mlp", error: 0.5 },
    ]);
    assert.equal(runs.length, 5);
    assert.deepEqual(runs.columns, ["model", "seed", "acc"]);
  });

  it("summarises groups, with intervals as the rest of the program has them", () => {
    const [mlp, vit] = runs.group("model").summarise({
      n: count(),
      mean: mean("acc"),
      median: median("acc"),
      low: lower("acc"),
      high: upper("acc"),
    }).rows;
    // t quantile 4.302652729911275 of 2 degrees of freedom, standard error 0.25 / sqrt(3).
    const half = (4.302652729911275 * 0.25) / Math.sqrt(3);
    assert.deepEqual(
      { model: mlp.model, n: mlp.n, mean: mlp.mean, median: mlp.median },
      { model: "mlp", n: 3, mean: 0.5, median: 0.5 },
    );
    assert.ok(Math.abs(Number(mlp.low) - (0.5 - half)) < 1e-9);
    assert.ok(Math.abs(Number(mlp.high) - (0.5 + half)) < 1e-9);
    assert.equal(vit.mean, 0.875);
  });

  it("gives no mean of values of which one is NaN, and leaves out what is missing", () => {
    const columns = [
      { name: "g", type: "text" as const, values: ["a", "a", "b", "b"] },
      {
        name: "v",
        type: "double" as const,
        values: [1, NaN, 1, 0],
        missing: Uint8Array.of(0, 0, 0, 1),
      },
    ];
    const made = table<{ g: string; v: number | null }>({ rows: 4, columns })
      .group("g")
      .summarise({ mean: mean("v"), n: count() });
    assert.deepEqual(made.rows, [
      { g: "a", mean: null, n: 2 },
      { g: "b", mean: 1, n: 2 },
    ]);
  });

  it("pivots and joins, and refuses what would lose a value", () => {
    const wide = runs.pivot({ rows: "seed", columns: "model", value: "acc" });
    assert.deepEqual(wide.rows, [
      { seed: 0, mlp: 0.5, vit: 0.75 },
      { seed: 1, mlp: 0.25, vit: 1 },
      { seed: 2, mlp: 0.75, vit: null },
    ]);
    const sizes = table([{ model: "mlp", size: 10 }]);
    assert.equal(runs.join(sizes, "model").length, 3);
    assert.deepEqual(runs.join(sizes, "model", "left").rows[1], {
      model: "vit",
      seed: 0,
      acc: 0.75,
      size: null,
    });
    assert.throws(
      () => runs.pivot({ rows: "model", columns: "model", value: "acc" }),
      /several values/,
    );
    assert.throws(() => sizes.join(runs, "model"), /several rows/);
    assert.throws(
      () => runs.join(table([{ model: "mlp", acc: 1 }]), "model"),
      /both tables have a column "acc"/,
    );
    assert.throws(() => runs.sort("sead" as "seed"), /Did you mean "seed"/);
    assert.throws(() => runs.group("seed").summarise({ x: mean("model") }), /is no number/);
  });

  it("keeps keys apart that look alike", () => {
    const mixed = table([{ k: 1 }, { k: "1" }, { k: null }, { k: NaN }, { k: "null" }]);
    assert.equal(mixed.group("k").summarise({ n: count() }).length, 5);
  });

  it("goes to a file and back", async () => {
    for (const ending of ["csv", "parquet"]) {
      const path = join(folder(), `runs.${ending}`);
      await runs.write(path);
      assert.deepEqual((await openTable(path)).rows, runs.rows);
    }
  });

  it("is shown in a notebook, markup as text", () => {
    const bundle = table([{ "<b>": "<script>", x: 1 / 3 }])[jupyterDisplay]();
    assert.deepEqual(Object.keys(bundle), ["text/html", "text/plain"]);
    assert.match(
      bundle["text/html"] ?? "",
      /<th>&lt;b&gt;<\/th>.*<td>&lt;script&gt;<\/td><td>0\.333333<\/td>/,
    );
    assert.match(bundle["text/plain"], /<script>\t0\.333333\n1 rows/);
  });
});

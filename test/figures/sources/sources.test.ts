import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { quantities } from "../../../src/figures/quantities/index.js";
import { sources, tableSource } from "../../../src/figures/sources/index.js";
import { readRecords } from "../../helpers/readRecords.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

/** What TensorBoard reads out of the same event files. */
const expected = JSON.parse(readFileSync("fixtures/events/expected.json", "utf8")) as Record<
  string,
  {
    histograms: Record<string, [step: number, { values: number[] }][]>;
    text: Record<string, [step: number, { values: string[] }][]>;
  }
>;

describe("the sources of rows that a spec may name", () => {
  const folder = temporaryFolder();

  async function build(key: string, logs: string, x: string): Promise<string> {
    writeFiles(folder(), {
      [`${key}.yaml`]: `title: T\nspec: ./${key}.vl.json\nseries:\n  - { label: Mine, runs: ${JSON.stringify(resolve(logs))} }\n`,
      [`${key}.vl.json`]: JSON.stringify({
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        data: { name: key },
        mark: "point",
        encoding: { x: { field: x }, color: { field: "model" } },
      }),
    });
    const out = join(folder(), "out");
    const { code, err } = await figures([
      ...["build", key, "--format", "svg", "--lookups", folder(), "--out", out],
    ]);
    assert.equal(code, 0, err);
    return join(out, `${key}_${key}.csv`);
  }

  it("hold the buckets of histograms", async () => {
    const rows = await readRecords(await build("histograms", "fixtures/events/tf2", "left"));
    const wanted = expected["tf2"].histograms["weights"].flatMap(([step, { values }]) =>
      Array.from({ length: values.length / 3 }, (_, i) => [
        step,
        ...values.slice(3 * i, 3 * i + 3),
      ]),
    );
    assert.ok(wanted.length > 0);
    assert.deepEqual(
      rows
        .filter(({ tag }) => tag === "weights")
        .map(({ step, left, right, count }) => [step, left, right, count]),
      wanted,
    );
    assert.ok(rows.every(({ model, name }) => model === "Mine" && name === "tf2"));
  });

  it("hold texts", async () => {
    const rows = await readRecords(await build("texts", "fixtures/events/tf2", "step"));
    assert.deepEqual(
      rows.map(({ tag, step }) => [tag, step]),
      expected["tf2"].text["note"].map(([step]) => ["note", step]),
    );
  });

  it("hold sessions of the hparams plugin with their metrics", async () => {
    const rows = await readRecords(await build("hparams", "fixtures/events/torch/hp", "model"));
    assert.equal(rows.length, 1);
    assert.ok("hparam/acc" in rows[0] && "lr" in rows[0], Object.keys(rows[0]).join());
  });

  it("are in the documentation, as the quantities are", () => {
    const text = (path: string) => readFileSync(path, "utf8").replaceAll(/\s+/g, " ");
    const figureDocs = text("docs/figures.md");
    for (const { name, about } of [...sources, { ...tableSource("t", ""), name: "" }]) {
      assert.ok(figureDocs.includes(name === "" ? `- ${about}` : `- \`${name}\`: ${about}`), name);
    }
    const statistics = text("docs/statistics.md");
    for (const { key, title } of quantities) {
      assert.ok(statistics.includes(key) && statistics.includes(title.split(" ")[0]), key);
    }
  });
});

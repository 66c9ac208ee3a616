import assert from "node:assert/strict";
import { join } from "node:path";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { exportLogs, writeTable } from "../../src/exports/exportLogs.js";
import { readRecords, type Value } from "../helpers/readRecords.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const experiments = ["realnpu_baseline", "realnpu_modified", "nru", "sign-nmru"];
const silent = { onLoss: () => assert.fail("a loss"), onEmptyRun: () => assert.fail("no rows") };

type Records = Record<string, Value>[];
const sorted = (records: Records): Records =>
  records.toSorted(
    (a, b) =>
      String(a["name"]).localeCompare(String(b["name"])) || Number(a["step"]) - Number(b["step"]),
  );

describe("exportLogs", () => {
  const folder = temporaryFolder();

  for (const experiment of experiments) {
    it(`gives the original exporter's table of sltr-in2/${experiment}, value by value`, async () => {
      const original = await readRecords(`fixtures/original/tables/sltr-in2/${experiment}.parquet`);
      const expected = original.filter(({ name }) => /_s[01]_/.test(String(name)));
      const { table, runs } = await exportLogs(`fixtures/runs/sltr-in2/${experiment}`, silent);
      assert.equal(runs, 18);
      assert.deepEqual(
        table.columns.map(({ name }) => name),
        Object.keys(expected[0]),
      );
      for (const ending of ["csv", "parquet"]) {
        const path = join(folder(), `${experiment}.${ending}`);
        await writeTable(path, table);
        assert.deepEqual(sorted(await readRecords(path)), sorted(expected));
      }
    });
  }

  it("puts gates and sparsity errors where the log has them first, as the original does", async () => {
    const columnsOf = async (name: string, tags: readonly string[]): Promise<string[]> => {
      const directory = join(folder(), name, "run");
      const writer = openEventWriter(directory);
      for (const step of [0, 1000]) {
        for (const [place, tag] of tags.entries()) writer.scalar(tag, place + step, step);
      }
      writer.close();
      const { table } = await exportLogs(join(folder(), name), { ...silent, gateMeans: true });
      return table.columns.map((column) => column.name);
    };
    const metrics = ["metric/valid/interpolation", "metric/test/extrapolation"];
    const names = [
      "name",
      "metric.valid.interpolation",
      "step",
      "wall.time",
      "metric.test.extrapolation",
    ];
    const first = ["network/layer_1/nac/W/sparsity_error", "network/layer_2/nalu/gate/mean"];
    assert.deepEqual(await columnsOf("gate in the second layer", [...metrics, ...first]), [
      ...names,
      "sparse.error.max",
      "network.layer_2.nalu.gate.mean",
    ]);
    const both = [1, 2].flatMap((layer) => [
      `network/layer_${layer}/nalu/gate/mean`,
      `network/layer_${layer}/nalu/nac/W/sparsity_error`,
    ]);
    assert.deepEqual(await columnsOf("gates in both", [...metrics, ...both]), [
      ...names,
      "network.layer_1.nalu.gate.mean",
      "sparse.error.max",
      "network.layer_2.nalu.gate.mean",
    ]);
  });

  it("gives any scalars with a column per tag, or a row per scalar", async () => {
    const options = { ...silent, tags: ["epoch_*"] };
    const wide = await exportLogs("fixtures/events/keras", options);
    assert.deepEqual(
      wide.table.columns.map(({ name }) => name),
      ["run", "step", "wall_time", "epoch_loss", "epoch_mae", "epoch_learning_rate"],
    );
    const path = join(folder(), "keras.csv");
    await writeTable(path, wide.table);
    const rows = (await readRecords(path)).filter(({ run }) => run === "train");
    // From TensorBoard's own reader: fixtures/events/expected.json.
    assert.deepEqual(
      rows.map((row) => row["epoch_loss"]),
      [2.0594117641448975, 2.0430924892425537, 2.028393030166626],
    );

    const long = await exportLogs("fixtures/events/keras", { ...options, long: true });
    assert.deepEqual(
      long.table.columns.map(({ name }) => name),
      ["run", "tag", "step", "wall_time", "value"],
    );
    const tags = long.table.columns[1].values;
    assert.equal(Array.from(tags as string[]).filter((tag) => tag === "epoch_mae").length, 6);
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { exportLogs } from "../../../src/exports/exportLogs.js";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** What the original's writer was given: see fixtures/train/README.md. */
const recorded = JSON.parse(
  gunzipSync(readFileSync("fixtures/train/sequences/logs.json.gz")).toString(),
) as Readonly<
  Record<
    string,
    {
      readonly runName: string;
      readonly scalars: Readonly<Record<string, Readonly<Record<string, number>>>>;
      readonly scalarOrder: readonly string[];
      readonly texts: readonly {
        readonly tag: string;
        readonly step: number;
        readonly text: string;
      }[];
    }
  >
>;

const name =
  "reregualizedlinearnac-nac-m_d-123456789_h-1_op-cumprod_oob-c_rs-linear-linear_eps-0_" +
  "rl-10000-100000_r-10-1.0-1_m-l-n_i-2_e-1-20_b64_s3";

/** As the original's program logs: steps from 1, tags in its order, the cell's weights once a position. */
function writeRun(directory: string): void {
  const writer = openEventWriter(directory, { clock: () => 5 });
  for (const [step, epoch] of [
    [1, 0],
    [1941, 5],
  ]) {
    writer.scalar("epoch", epoch, step);
    writer.scalar("metric/train/mse", 10 / step, step);
    writer.scalar("metric/train/acc/all", 0.5, step);
    writer.scalar("metric/valid/mse", 20 / step, step);
    writer.scalar("metric/test/extrapolation/1/mse", 1.5, step);
    writer.scalar("metric/test/extrapolation/20/mse", 3e25, step);
    writer.text("/network/cell/recurrent/nac/W/text_summary", "<pre>[[0.5   0.25]]</pre>", step);
    writer.scalar("network/cell/recurrent/nac/W/sparsity_error", 0.5, step);
    writer.scalar("loss/train/total", 7, step);
    writer.scalar("epoch", epoch, step + 1);
  }
  writer.close();
}

describe("exportSequences", () => {
  const folder = temporaryFolder();

  it("gives the original exporter's columns, steps counted from 0", async () => {
    writeRun(`${folder()}/${name}`);
    const { table } = await exportLogs(folder(), {
      onLoss: (loss) => assert.fail(JSON.stringify(loss)),
      onEmptyRun: () => assert.fail("empty"),
    });
    const columns = table.columns.map((column) => column.name);
    assert.deepEqual(columns, [
      "name",
      "metric.train.mse",
      "step",
      "wall.time",
      "epoch",
      "metric.valid.mse",
      "metric.test.extrapolation.1.mse",
      "metric.test.extrapolation.20.mse",
      "recursive.weight",
      "sparse.error.max",
    ]);
    const valuesOf = (column: string) =>
      Array.from<unknown, number>(table.columns.find((one) => one.name === column)!.values, Number);
    assert.deepEqual(valuesOf("step"), [0, 1940]);
    assert.deepEqual(valuesOf("epoch"), [0, 5]);
    assert.deepEqual(valuesOf("recursive.weight"), [0.25, 0.25]);
    assert.deepEqual(valuesOf("sparse.error.max"), [0.5, 0.5]);
    assert.deepEqual(valuesOf("metric.valid.mse"), [20, Math.fround(20 / 1941)]);
  });

  it("makes of what the original's writer was given its exporter's rows", async () => {
    const { runName, scalars, scalarOrder, texts } = recorded.prod_nmu_z1;
    const writer = openEventWriter(`${folder()}/original/${runName}`);
    for (const [step, values] of Object.entries(scalars)) {
      // A tag that was written for each position comes as often.
      const tags = step === "1" ? scalarOrder : Object.keys(values);
      for (const tag of tags) writer.scalar(tag, values[tag], Number(step));
    }
    for (const { tag, text, step } of texts) writer.text(tag, text, step);
    writer.close();
    const { table } = await exportLogs(`${folder()}/original`, {
      onLoss: () => undefined,
      onEmptyRun: () => assert.fail("empty"),
    });
    const cell = (column: string, row: number) =>
      Number(table.columns.find((one) => one.name === column)!.values[row]);
    assert.equal(table.rows, 2);
    [1, 76].forEach((step, row) => {
      assert.equal(cell("step", row), step - 1);
      for (const tag of [
        "train",
        "valid",
        ...[1, 2, 3, 9, 20].map((n) => `test/extrapolation/${n}`),
      ]) {
        const wanted = scalars[String(step)][`metric/${tag}/mse`];
        assert.equal(cell(`metric.${tag.replaceAll("/", ".")}.mse`, row), Math.fround(wanted));
      }
    });
    assert.equal(cell("recursive.weight", 0), 0.27449036);
    assert.equal(cell("recursive.weight", 1), 0.29167628);
    const sparsity = scalars["1"]["network/cell/recurrent/nac/W/sparsity_error"];
    assert.equal(cell("sparse.error.max", 0), Math.fround(sparsity));
  });

  it("reads run names back", async () => {
    writeRun(`${folder()}/names/${name}`);
    const { table } = await exportLogs(`${folder()}/names`, {
      decodeNames: true,
      onLoss: () => undefined,
      onEmptyRun: () => undefined,
    });
    const first = (column: string) => table.columns.find((one) => one.name === column)!.values[0];
    assert.equal(first("model"), "NMU");
    assert.equal(first("operation"), "cumprod");
    assert.equal(first("digits"), "123456789");
    assert.equal(Number(first("interpolation.length")), 2);
    assert.equal(first("model.simplification"), "none");
  });
});

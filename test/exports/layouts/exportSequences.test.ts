import assert from "node:assert/strict";
import { exportLogs } from "../../../src/exports/exportLogs.js";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

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

  it("reads run names back", async () => {
    writeRun(`${folder()}/${name}`);
    const { table } = await exportLogs(folder(), {
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

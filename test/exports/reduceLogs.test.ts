import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readRuns } from "../../src/events/index.js";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { readRecords } from "../helpers/readRecords.js";
import { figures } from "../helpers/recordingTerminal.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const cases = "fixtures/cases";
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

describe("figures export --reduce", () => {
  const folder = temporaryFolder();

  it("aligns seeds that were logged at different steps, and says so", async () => {
    const out = join(folder(), "reduced.csv");
    const logs = `${cases}/35-seeds-at-different-steps/logs`;
    const statistics = "mean,median,std,min,max,n";
    const { code, err } = await figures(["export", logs, "--reduce", statistics, "--out", out]);
    assert.equal(code, 0, err);
    assert.match(err, /note: .*aligned: linear/);
    const rows = await readRecords(out);
    const expected = JSON.parse(
      readFileSync(`${cases}/35-seeds-at-different-steps/reduced.json`, "utf8"),
    ) as { columns: string[]; rows: (number | null)[][] };
    assert.equal(rows.length, expected.rows.length);
    rows.forEach((row, index) =>
      expected.columns.forEach((column, place) => {
        const value = expected.rows[index][place];
        if (value === null) assert.equal(row[column], null);
        else near(Number(row[column]), value);
      }),
    );
  });

  it("counts a run up to its end, and says how many there are", async () => {
    const out = join(folder(), "early.parquet");
    const logs = `${cases}/36-one-seed-stops-early/logs`;
    const { err } = await figures(["export", logs, "--reduce", "mean,n", "--out", out]);
    assert.match(err, /steps have fewer than the 3 runs/);
    const rows = await readRecords(out);
    for (const { step, mean, n } of rows) {
      assert.equal(n, Number(step) < 30 ? 3 : 2);
      // Worked out by hand in the case: 0.467 over three runs, then 0.25 over two.
      if (step === 29) assert.ok(Math.abs(Number(mean) - 0.467) < 5e-4, String(mean));
      if (step === 30) assert.ok(Math.abs(Number(mean) - 0.25) < 5e-3, String(mean));
    }
  });

  it("writes event files of each group that TensorBoard reads", async () => {
    const logs = join(folder(), "logs");
    for (const [run, values] of [
      ["A_seed-0", [1, 2, NaN]],
      ["A_seed-1", [3, 6, 1]],
      ["B:x_seed-0", [5, 5, 5]],
    ] as const) {
      const writer = openEventWriter(join(logs, run), { clock: () => 100 });
      values.forEach((value, step) => writer.scalar("val/loss", value, step));
      writer.close();
    }
    const events = join(folder(), "events");
    const args = ["export", logs, "--reduce", "mean,std", "--by", "model", "--events", events];
    const { code, out, err } = await figures([...args, "--name", "{model}_seed-{seed}"]);
    assert.equal(code, 0, err);
    assert.equal(out.trimEnd().split("\n").length, 3);
    const found = new Map<string, number[]>();
    for await (const run of readRuns(events)) {
      found.set(run.name, [...(run.scalars.get("val/loss")?.value ?? [])]);
    }
    assert.deepEqual(
      found,
      new Map([
        ["model=A/mean", [2, 4, NaN]],
        ["model=A/std", [Math.sqrt(2), Math.sqrt(8), NaN].map(Math.fround)],
        ["model=B%3ax/mean", [5, 5, 5]],
        // One run has no standard deviation.
      ]),
    );
  });

  it("refuses what it does not know", async () => {
    const logs = `${cases}/36-one-seed-stops-early/logs`;
    for (const [args, pattern] of [
      [["--reduce", "maen"], /no statistic "maen".*"mean"/],
      [["--reduce", "mean", "--by", "modle"], /called "modle"/],
      [["--by", "model"], /--by goes with --reduce/],
      [["--reduce", "mean", "--tags", "none"], /No run .* logged a scalar that matches none/],
    ] as const) {
      const { code, err } = await figures(["export", logs, ...args]);
      assert.notEqual(code, 0);
      assert.match(err, pattern);
    }
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { figures } from "../helpers/recordingTerminal.js";
import { readRecords } from "../helpers/readRecords.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const cases = "fixtures/cases";
const float = Math.fround;

describe("columns of general tables", () => {
  const folder = temporaryFolder();

  /** The table of a log directory as CSV and as Parquet, each read by a reader that is not ours. */
  async function bothWays(logs: string, ...options: string[]) {
    const tables = [];
    let err = "";
    for (const ending of ["csv", "parquet"]) {
      const path = join(folder(), `table.${ending}`);
      const done = await figures(["export", logs, ...options, "--out", path]);
      assert.equal(done.code, 0, done.err);
      err += done.err;
      tables.push(await readRecords(path));
    }
    return { csv: tables[0], parquet: tables[1], err };
  }

  it("are called as the tags are, so that no two tags share one", async () => {
    const { csv, parquet, err } = await bothWays(`${cases}/01-column-collision/logs`);
    const expected = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5].map((value, step) => ({
      run: "run1",
      step,
      wall_time: 1_700_000_000 + step,
      loss: step < 3 ? float(value) : null,
      "/loss": step < 3 ? null : float(value),
      "lr/group.0": float(0.1),
      "lr.group/0": float(0.2),
    }));
    const inOrder = (rows: typeof csv) =>
      rows.map((row) => Object.fromEntries(Object.keys(expected[0]).map((key) => [key, row[key]])));
    assert.deepEqual(inOrder(csv), expected);
    assert.deepEqual(inOrder(parquet), expected);
    assert.doesNotMatch(err, /note:/);
  });

  it("leave the table's own columns alone, and say what had to be renamed", async () => {
    const { csv, parquet, err } = await bothWays(`${cases}/02-tag-named-step/logs`);
    for (const rows of [csv, parquet]) {
      assert.deepEqual(
        rows.map(({ step, tag_step }) => [step, tag_step]),
        [
          [0, 500],
          [1, 1000],
          [2, 1500],
        ],
      );
    }
    assert.match(
      err,
      /note: the tag "step" is the column "tag_step": another column is called "step"/,
    );
    const second = await bothWays(`${cases}/02-tag-named-step/logs2`);
    for (const rows of [second.csv, second.parquet]) {
      assert.deepEqual(
        rows,
        [0, 1].map((step) => ({
          run: "run1",
          step,
          wall_time: 1_700_000_000 + step,
          "wall.time": 9,
          name: 7,
          loss: 1,
        })),
      );
    }
  });

  it("are distinct also where tags differ in case only, have no name or one that was given", async () => {
    const run = join(folder(), "odd", "r");
    const writer = openEventWriter(run);
    const tags = ["Loss", "loss", "LOSS", "tag_loss", "", "RUN", "Wall_Time", "a\0b", "ä", "Ä"];
    tags.forEach((tag, value) => writer.scalar(tag, value, 3));
    writer.close();
    const { csv, parquet, err } = await bothWays(join(folder(), "odd"));
    const values = {
      ...{ Loss: 0, tag_loss_2: 1, tag_LOSS_3: 2, tag_loss: 3, tag_: 4, tag_RUN: 5 },
      ...{ tag_Wall_Time: 6, "tag_a\\x00b": 7, ä: 8, tag_Ä: 9 },
    };
    for (const [row] of [csv, parquet]) {
      const { run: name, step, wall_time, ...rest } = row;
      assert.deepEqual([name, step, typeof wall_time], ["r", 3, "number"]);
      assert.deepEqual(rest, values);
    }
    assert.match(
      err,
      /the tag "loss" is the column "tag_loss_2": "Loss" differs from it in case only/,
    );
    assert.match(err, /the tag "" is the column "tag_": it has no name/);
  });

  it("tell a logged NaN from nothing logged", async () => {
    const { csv, parquet } = await bothWays(`${cases}/11-nan-or-not-logged/logs`);
    for (const rows of [csv, parquet]) {
      assert.deepEqual(
        rows.map(({ step, loss, acc }) => [step, loss, acc]),
        [
          [0, 1, 0],
          [1, NaN, null],
          [2, Infinity, float(0.2)],
          [3, -Infinity, float(0.3)],
          [4, null, float(0.4)],
        ],
      );
    }
    const long = await figures(["export", `${cases}/11-nan-or-not-logged/logs`, "--long"]);
    assert.match(long.out, /^run1,loss,1,1700000001\.0,nan$/m);
    const { parquet: rows } = await bothWays(`${cases}/11-nan-or-not-logged/logs`, "--long");
    assert.deepEqual(
      rows.filter(({ tag, step }) => tag === "loss" && step === 1).map(({ value }) => value),
      [NaN],
    );
  });

  it("hold texts with the character NUL whole", async () => {
    const writer = openEventWriter(join(folder(), "nul", "r"));
    writer.text("notes", "before\0after, and", 0);
    writer.close();
    const { csv, parquet } = await bothWays(join(folder(), "nul"), "--kind", "texts");
    for (const [row] of [csv, parquet]) assert.equal(row["text"], "before\\x00after, and");
  });

  it("hold the last step that a log can have", async () => {
    const logs = `${cases}/p10-step-int64-max-parquet/input`;
    const { out } = await figures(["export", logs, "--long"]);
    assert.match(out, /^r,a,9223372036854775807,1\.0,1\.0$/m);
    const { parquet } = await bothWays(logs, "--long");
    assert.equal(parquet.length, 1);
    // As a 64-bit float, which is all that JavaScript has.
    assert.equal(parquet[0]["step"], 2 ** 63);
  });

  for (const [name, options, count] of [
    ["hparams100", ["--kind", "hparams"], 100],
    ["tags1250", [], 1250],
  ] as const) {
    it(`may be many in Parquet as in CSV: ${name}`, async () => {
      const logs = `${cases}/r02-parquet-many-columns/${name}`;
      const { csv, parquet } = await bothWays(logs, ...options);
      assert.ok(Object.keys(parquet[0]).length >= count);
      assert.deepEqual(parquet, csv);
    });
  }

  it("are the original exporter's where all runs are of its task, and else not", async () => {
    const path = join(folder(), "mixed");
    for (const [run, tag] of [
      ["a", "metric/valid/interpolation"],
      ["b", "loss"],
    ]) {
      const writer = openEventWriter(join(path, run));
      writer.scalar(tag, 0.5, 0);
      writer.close();
      const { out, err } = await figures(["export", path]);
      const header = out.slice(0, out.indexOf("\n"));
      if (run === "a") {
        assert.equal(header, "name,metric.valid.interpolation,step,wall.time,sparse.error.max");
      } else {
        assert.equal(header, "run,step,wall_time,metric/valid/interpolation,loss");
        assert.match(err, /note: .*b logged none of the papers' metrics/);
      }
    }
  });
});

describe("tables of hyperparameters", () => {
  const folder = temporaryFolder();

  async function bothWays(logs: string, ...options: string[]) {
    const tables = [];
    let err = "";
    for (const ending of ["csv", "parquet"]) {
      const path = join(folder(), `hparams.${ending}`);
      const args = ["export", logs, "--kind", "hparams", ...options, "--out", path];
      const done = await figures(args);
      assert.equal(done.code, 0, done.err);
      err = done.err;
      tables.push(await readRecords(path));
    }
    assert.deepEqual(tables[1], tables[0]);
    return { rows: tables[1], err };
  }

  it("tell hyperparameters, metrics and their own columns apart", async () => {
    const logs = `${cases}/20-hparams-same-names/logs`;
    const { rows, err } = await bothWays(logs);
    assert.deepEqual(rows, [
      {
        ...{ run: "version_0", group_name: null, status: "unknown", start_time: 1_700_000_000 },
        ...{ end_time: null, test: 0, lr: 0.01, hparam_run: 3, hparam_status: "x" },
        ...{ metric_test: 0.5, metric_lr: float(0.003) },
      },
    ]);
    assert.match(
      err,
      /note: the metric "lr" is the column "metric_lr": another column is called "lr"/,
    );
    const chosen = await bothWays(logs, "--tags", "test");
    assert.deepEqual(Object.keys(chosen.rows[0]).slice(5), ["test", "metric_test"]);
    const { code, err: refused } = await figures([
      ...["export", logs, "--kind", "hparams", "--tags", "tset"],
    ]);
    assert.equal(code, 1);
    assert.match(refused, /No hyperparameter and no metric matches "tset"\. Did you mean "test"\?/);
  });

  it("leave null empty, so that numbers stay numbers", async () => {
    const { rows } = await bothWays(`${cases}/21-hparams-none/logs`);
    assert.deepEqual(
      rows.map(({ run, depth, drop }) => [run, depth, drop]),
      [
        ["run-0", 5, 0],
        ["run-1", null, 0.1],
      ],
    );
  });

  it("show the metrics of runs below a session when none are declared, as TensorBoard does", async () => {
    const { rows } = await bothWays(`${cases}/19-hparams-not-declared/logs`);
    const { final, "train/epoch_accuracy": train, "validation/epoch_accuracy": valid } = rows[0];
    assert.deepEqual([final, train, valid], [0.77, 0.92, 0.82].map(float));
    const keras = await bothWays(`${cases}/p11-hparams-keras-layout/input`);
    const { "train/epoch_loss": loss, "validation/epoch_loss": validLoss } = keras.rows[0];
    assert.deepEqual([loss, validLoss], [0.5, 0.6].map(float));
    const nested = await bothWays(`${cases}/p06-hparams-metrics-in-subruns/input`);
    assert.deepEqual(Object.keys(nested.rows[0]).slice(6).sort(), [
      "accuracy",
      "eval/loss",
      "loss",
      "train/loss",
    ]);
  });
});

describe("messages about logs without scalars", () => {
  for (const [name, pattern] of [
    ["plugin", /tensors of the plugin "flight" \(flight\/agent_0\/episode\)/],
    ["empty", /The one event file holds no values that can be read/],
    ["zero-bytes", /The one event file is empty \(0 bytes\)/],
  ] as const) {
    it(`say what there is: ${name}`, async () => {
      const logs = `${cases}/r05-messages-without-scalars/${name}`;
      for (const options of [["--tags", "*"], [], ["--long"]]) {
        const { code, err } = await figures(["export", logs, ...options]);
        assert.equal(code, 1);
        assert.match(err, pattern);
        assert.doesNotMatch(err, /Choose some with --tags/);
      }
    });
  }

  const folder = temporaryFolder();
  it("name the option that shows what there is", async () => {
    const writer = openEventWriter(join(folder(), "texts"));
    writer.text("notes", "words", 0);
    writer.close();
    const { code, err } = await figures(["export", folder()]);
    assert.equal(code, 1);
    assert.match(err, /They hold no scalars, but\n {2}texts \(notes\): --kind texts/);
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { findNamedRuns, tableNames } from "../../src/exports/readNamedRuns.js";
import { figures } from "../helpers/recordingTerminal.js";

const cases = "fixtures/cases";

describe("the names of runs in tables", () => {
  it("call a run in the log directory itself after that folder", async () => {
    const runs = await findNamedRuns(join(cases, "14-hidden-folders/logs/visible"));
    assert.deepEqual(
      runs.map(({ name }) => name),
      ["visible"],
    );
  });

  it("are one for each run, also when a run below is called like the folder", async () => {
    const long = async (path: string) => {
      const { code, out } = await figures(["export", join(cases, path), "--long"]);
      assert.equal(code, 0);
      const rows = out.trimEnd().split("\n").slice(1);
      return rows.map((row) => row.split(",")).filter(([, tag]) => tag !== "lr");
    };
    const keras = await long("22-two-runs-of-one-name/logs/train");
    const values = new Map(keras.map(([name, , , , value]) => [name, Number(value)]));
    assert.deepEqual(
      values,
      new Map([
        [".", 9],
        ["train", 1],
        ["validation", 2],
      ]),
    );
    const root = await long("p01-root-run-name-collides/rootx");
    assert.deepEqual(
      root.map(([name, , , , value]) => [name, Number(value)]),
      [
        [".", 1],
        ["rootx", 2],
      ],
    );
  });

  it("stay what they were while logs are followed", () => {
    const nameOf = tableNames("logs/train");
    const names = [".", "a", "train", ".", "train"].map((name) => nameOf({ name }));
    assert.deepEqual(names, ["train", "a", "./train", "train", "./train"]);
    const other = tableNames("logs/train");
    assert.deepEqual([other({ name: "train" }), other({ name: "." })], ["train", "."]);
  });
});

describe("figures export of several folders", () => {
  it("has them in one table", async () => {
    const logs = join(cases, "29-several-log-directories/logs");
    const { code, out, err } = await figures([
      ...["export", join(logs, "a"), join(logs, "b"), "--long"],
    ]);
    assert.equal(code, 0, err);
    assert.match(err, /2 runs/);
    const names = out
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[0]);
    assert.ok(names.every((name) => /^[ab]\//.test(name)));
    const both = await figures(["export", logs, "--long"]);
    assert.match(both.err, /2 runs/);
  });
});

describe("figures export of logs with hidden folders", () => {
  it("has the runs that TensorBoard shows, and says which are hidden", async () => {
    const logs = join(cases, "14-hidden-folders/logs");
    const { code, out, err } = await figures(["export", logs, "--long"]);
    assert.equal(code, 0);
    const names = new Set(
      out
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((row) => row.split(",")[0]),
    );
    assert.deepEqual(names, new Set([".guild/runs/abc", ".old", "visible"]));
    assert.match(err, /^note: .*hidden folders count too: \.guild\/runs\/abc, \.old$/m);
  });
});

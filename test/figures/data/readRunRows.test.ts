import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRunRows, reduceRunRows } from "../../../src/figures/data/readRunRows.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const columns = { interpolation: "val", extrapolation: "test", sparsity: null };

describe("readRunRows", () => {
  const folder = temporaryFolder();
  const rowsOf = (content: string) => {
    const path = join(folder(), "t.csv");
    writeFileSync(path, content);
    return readRunRows(path, columns);
  };

  it("judges a table that R wrote", async () => {
    const lookups = "fixtures/cases/42-table-from-r/lookups";
    const { code, out, err } = await figures(["summary", "r", "--lookups", lookups, "--json"]);
    assert.equal(code, 0, err);
    const rows = JSON.parse(out) as { key: string; n: number; mean: number }[];
    const rate = rows.find(({ key }) => key === "success.rate");
    // Both runs: best row at step 20, test error 0.001.
    assert.deepEqual([rate?.n, rate?.mean], [2, 1]);
  });

  it("takes NA, None, null and nothing for missing, in rows of any order of the runs", async () => {
    const runs = await rowsOf(
      "name,step,val,test\na,0,NA,1\nb,0,None,nan\na,1,null,inf\nb,1,,-1e-05\n",
    );
    assert.deepEqual(
      runs.map(({ name, step, interpolationError, extrapolationError }) => [
        name,
        ...[step, interpolationError, extrapolationError].map((column) => [...column]),
      ]),
      [
        ["a", [0, 1], [NaN, NaN], [1, Infinity]],
        ["b", [0, 1], [NaN, NaN], [NaN, -1e-5]],
      ],
    );
  });

  it("makes what is wanted of a run as soon as the next one begins (f22)", async () => {
    const path = join(folder(), "in-turn.csv");
    const seen: string[] = [];
    const reduce = async (...rows: string[]) => {
      seen.length = 0;
      writeFileSync(path, `run,step,val,test\n${rows.map((row) => `${row},1,1\n`).join("")}`);
      return reduceRunRows(path, columns, ([{ name, step }]) => {
        seen.push(name);
        return `${name}: ${step.join(" ")}`;
      });
    };
    assert.deepEqual(await reduce("a,0", "a,1", "b,0"), ["a: 0 1", "b: 0"]);
    assert.deepEqual(seen, ["a", "b"]);
    // Rows that do not stand together are found out, and all are read again.
    assert.deepEqual(await reduce("a,0", "b,0", "a,1"), ["a: 0 1", "b: 0"]);
    assert.deepEqual(seen, ["a", "a", "b"]);
  });

  it("keeps the runs apart over many rows, those without a name too", async () => {
    const steps = Array.from({ length: 2500 }, (_, step) => step);
    const rows = (name: string) => steps.map((step) => `${name},${step},1,1\n`).join("");
    const runs = await rowsOf(`run,step,val,test\n${rows("a")}${rows("")}${rows("b")}`);
    assert.deepEqual(
      runs.map(({ name, step }) => [name, step.length]),
      [
        ["a", 2500],
        ["", 2500],
        ["b", 2500],
      ],
    );
    const mixed = await rowsOf("run,step,val,test\n,0,1,1\na,0,1,1\n,1,1,1\n,2,1,1\na,1,1,1\n");
    assert.deepEqual(
      mixed.map(({ name, step }) => [name, ...step]),
      [
        ["", 0, 1, 2],
        ["a", 0, 1],
      ],
    );
  });

  it("names the line of a cell that is no number", async () => {
    await assert.rejects(
      rowsOf("# by hand\nrun;step;val;test\na;0;1;1\na;1;0,5;1\n"),
      /t\.csv, line 4: "0,5" in the column "val" is no number\.\nWrite numbers with a decimal point/,
    );
    await assert.rejects(rowsOf("run,step,val,test\na,0,1\n"), /line 2: the row has 3 cells/);
    await assert.rejects(rowsOf("run,step,val,test\n"), /has no rows/);
  });

  it("names the columns that there are", async () => {
    await assert.rejects(
      rowsOf("run,step,vall,test\na,0,1,1\n"),
      /has no column "val"\. Did you mean "vall"\?\nIts columns: run, step, vall, test\./,
    );
  });
});

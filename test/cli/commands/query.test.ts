import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const tricky = `select 1 as n, 'a' || chr(10) || '|b' as t, 'nan'::double as x, null::double as y, 1700000000.25 as s`;

describe("figures query", () => {
  const folder = temporaryFolder();

  it("prints tables for people in one line a row, with all digits before the point", async () => {
    const { code, out } = await figures(["query", tricky]);
    assert.equal(code, 0);
    assert.deepEqual(out.split("\n"), [
      "n  t        x  y             s",
      "1  a\\n|b  NaN     1700000000.3",
      "",
    ]);
  });

  it("prints and writes CSV, JSON and Markdown whole", async () => {
    const csv = await figures(["query", tricky, "--format", "csv"]);
    assert.equal(csv.out, 'n,t,x,y,s\n1,"a\n|b",nan,,1700000000.25\n');
    const json = await figures(["query", tricky, "--format", "json"]);
    assert.deepEqual(JSON.parse(json.out), [
      { n: 1, t: "a\n|b", x: "NaN", y: null, s: 1700000000.25 },
    ]);
    const path = join(folder(), "many.json");
    await figures(["query", "select range as i from range(5000)", "--out", path]);
    const rows = JSON.parse(readFileSync(path, "utf8")) as { i: number }[];
    assert.equal(rows.length, 5000);
    assert.deepEqual(rows.at(-1), { i: 4999 });
    const none = await figures(["query", "select 1 as a where false", "--format", "json"]);
    assert.deepEqual(JSON.parse(none.out), []);
    const people = await figures(["query", tricky, "--format", "markdown"]);
    assert.match(people.out, /\| 1 \| a\\\\?n\\\|b \| NaN \|/);
  });

  it("says how many rows it does not show", async () => {
    const { out } = await figures(["query", "from range(250)"]);
    assert.equal(out.split("\n").length, 103);
    assert.match(out, /150 more of 250 rows/);
  });

  it("writes nothing with --strict when something could not be read", async () => {
    for (const ending of ["csv", "parquet", "json"]) {
      const path = join(folder(), `strict.${ending}`);
      const sql = "from scalars('fixtures/events/truncated')";
      const { code, err } = await figures(["query", sql, "--out", path, "--strict"]);
      assert.equal(code, 1);
      assert.match(err, /nothing was written because of --strict/);
      assert.ok(!existsSync(path));
    }
  });

  it("asks for what is missing, and refuses endings that it does not know", async () => {
    assert.equal((await figures(["query"])).code, 2);
    const { code, err } = await figures(["query", "select 1", "--out", join(folder(), "x.xlsx")]);
    assert.equal(code, 2);
    assert.match(err, /ending \.csv, \.parquet, \.json or \.md/);
    assert.equal((await figures(["query", "select"])).code, 1);
  });
});

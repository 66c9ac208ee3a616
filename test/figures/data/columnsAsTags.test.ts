import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const logs = resolve("fixtures/cases/31-columns-written-as-tags/logs");

describe("columns of a lookup", () => {
  const folder = temporaryFolder();

  async function summary(source: string, columns: string): Promise<string> {
    writeFiles(folder(), {
      "lookups/l.yaml": `
title: L
parameter: { pattern: "lr-([^_/]+)" }
threshold: 0.01
columns: { ${columns}, sparsity: null }
series: [{ label: A, ${source} }]
`,
    });
    const lookups = join(folder(), "lookups");
    const { code, out, err } = await figures(["summary", "l", "--lookups", lookups, "--json"]);
    assert.equal(code, 0, err);
    return out;
  }

  it("take tags as they are written in logs, from logs and from tables alike", async () => {
    const asTags = "interpolation: val/loss, extrapolation: test/loss";
    const fromLogs = await summary(`runs: ${JSON.stringify(logs)}`, asTags);
    for (const ending of ["csv", "parquet"]) {
      const table = join(folder(), `t.${ending}`);
      assert.equal((await figures(["export", logs, "--out", table])).code, 0);
      assert.equal(await summary(`table: ${JSON.stringify(table)}`, asTags), fromLogs);
    }
    const rows = JSON.parse(fromLogs) as { key: string; n: number }[];
    assert.equal(rows.find(({ key }) => key === "success.rate")?.n, 2);
  });

  it("understand the dots that earlier versions wrote", async () => {
    const asTags = await summary(
      `runs: ${JSON.stringify(logs)}`,
      "interpolation: val/loss, extrapolation: test/loss",
    );
    const dotted = await summary(
      `runs: ${JSON.stringify(logs)}`,
      "interpolation: val.loss, extrapolation: test.loss",
    );
    assert.equal(dotted, asTags);
  });
});

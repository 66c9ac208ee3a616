import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { figures } from "../helpers/recordingTerminal.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

describe("the figures of the arithmetic papers", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const text = (name: string) => readFile(join(folder(), "nau", name), "utf8");

  it("are listed with their data", async () => {
    const { out } = await figures(["list", "--paper", "nau", "--json"]);
    const entries = JSON.parse(out) as { key: string; shows: string | null }[];
    assert.equal(entries.length, 30);
    const shows = (key: string) => entries.find((one) => one.key === `nau/${key}`)?.shows;
    assert.equal(shows("iclr-ops"), "published");
    assert.equal(shows("iclr-loss-curvature"), null);
  });

  it("show published and retrained runs side by side, as tables that name them", async () => {
    const args = ["--shows", "both", "--format", "md,tex", "--out", folder()];
    const { code } = await figures(["build", "iclr-simple-mul", ...args]);
    assert.equal(code, 0);
    const table = await text("iclr-simple-mul.md");
    // As the paper prints them: 13 %, 26 %, 94 %.
    assert.match(table, /NAC• \| published \| 13 % \[8 %, 21 %\]/);
    assert.match(table, /NALU \| published \| 26 % \[18 %, 35 %\]/);
    assert.match(table, /NMU \| published \| \*\*94 % \[88 %, 97 %\]\*\* \| \*\*1\.4 · 10⁴\*\*/);
    assert.match(table, /NMU \| retrained/);
    assert.match(table, /Data: published and retrained\. 100 runs each\./);
    assert.match(await text("iclr-simple-mul.tex"), /\$\\mathrm\{NAC\}_\{\\bullet\}\$ & published/);
    assert.match(await text("iclr-simple-mul.csv"), /retrained/);
  });

  it("say what was not trained again", async () => {
    const { err, code } = await figures(["summary", "iclr-mul-range", "--shows", "retrained"]);
    assert.equal(code, 1);
    assert.match(err, /no data for 5 of the 5 series/);
    assert.match(err, /figures train function_task_static_mul_range\/NAC-nmu/);
  });
});

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
    const { err, code } = await figures(["summary", "iclr-mul-overlap", "--shows", "retrained"]);
    assert.equal(code, 1);
    assert.match(err, /no data for 6 of the 6 series/);
    assert.match(err, /figures train function_task_static_mul_overlap\/NAC-nmu/);
  });

  it("say how many runs a point has, and how far runs that were cut short went", async () => {
    const args = ["--shows", "both", "--format", "md", "--out", folder(), "--page"];
    const { code, err } = await figures([
      "build",
      "iclr-mul-range",
      "iclr-mul-hidden-size",
      ...args,
    ]);
    assert.equal(code, 0, err);
    const page = await readFile(join(folder(), "README.md"), "utf8");
    const [range, size] = page.split("### ").slice(1);
    assert.match(range, /n = 5 to 50 runs a point\./);
    assert.match(range, /Not all runs of the experiments are there: .*NMU 40 of 350/);
    assert.match(range, /Not trained to the end: .*NMU 40 runs \(401 to 3729 of 5001 rows\)/);
    assert.match(size, /Not trained to the end: .*NAC•,σ 10 runs \(3729 of 5001 rows\)/);
    const numbers = (await text("iclr-mul-range.csv")).split("\n");
    // n and solved of the retrained NMU, a range each: five seeds, those of table 2 ten.
    const rates = numbers.filter((line) => /^NMU,.*success\.rate.*retrained/.test(line));
    const [header] = numbers;
    const column = (name: string) => header.split(",").indexOf(name);
    const cells = rates.map((line) =>
      line.replace(/"([^"]*)"/g, (_, one: string) => one.replaceAll(",", ";")).split(","),
    );
    assert.deepEqual(
      cells.map((row) =>
        [row[column("parameter")], row[column("solved")], row[column("runs")]].join(" "),
      ),
      [
        "U[-2;-1) 5 5",
        "U[-2;2) 4 5",
        "U[0;1) 5 5",
        "U[0.1;0.2) 4 5",
        "U[1;2) 10 10",
        "U[1.1;1.2) 0 5",
        "U[10;20) 5 5",
      ],
    );
  });
});

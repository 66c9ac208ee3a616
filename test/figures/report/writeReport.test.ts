import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figureChanges } from "../../../src/figures/report/changes.js";
import { clearReport, writeReport } from "../../../src/figures/report/writeReport.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const svg = (x: number, label: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"><rect x="${x}" y="5" width="4" height="4"/><text y="-50">${label}</text></svg>`,
  );
const csv = (mean: number) =>
  Buffer.from(`series,centre,lower,upper\n<b>*A*</b> | b,${mean},0.4,0.9\n`);
const nothing = { against: "gallery", changed: [], same: [], failures: [], unchecked: [] };

const hostile = () =>
  figureChanges({
    key: "my figures/a(b)#1",
    title: `<script>alert("x")</script> & [x](y)`,
    compared: ["a.csv", "a.svg"],
    files: [
      { name: "my figures/a(b)#1.csv", old: csv(0.5), now: csv(0.75) },
      { name: "my figures/a(b)#1.svg", old: svg(2, "x"), now: svg(20, "&lt;img src=x&gt;") },
    ],
    inputs: {
      old: { dpi: "300", lookup: "0".repeat(64) },
      now: { dpi: "300", lookup: "1".repeat(64) },
    },
  });

describe("the report of a check", () => {
  const folder = temporaryFolder();
  const read = (name: string) => readFileSync(join(folder(), "report", name), "utf8");

  it("shows numbers, texts, inputs and pictures, and its links lead to files", async () => {
    const changes = await hostile();
    await writeReport(join(folder(), "report"), { ...nothing, changed: [changes] });
    const page = read("report.html");
    assert.match(page, /<h1>1 of 1 figure changed<\/h1>/);
    // 0.25 of an interval from 0.4 to 0.9.
    assert.match(page, /<td class="number">\+0\.5<\/td><\/tr>/);
    assert.match(page, /<td>lookup<\/td><td><\/td><td>another content<\/td>/);
    assert.match(page, /128 pixels differ/);
    const links = [...page.matchAll(/(?:href|src)="([^"#][^"]*)"/g)].map(([, target]) => target);
    assert.equal(links.length, 3 * 2 + 2 * 2);
    for (const target of links) {
      assert.ok(existsSync(join(folder(), "report", decodeURIComponent(target))), target);
    }
    const marked = [...read("report.md").matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target);
    for (const target of marked.filter((one) => one !== "y")) {
      assert.ok(existsSync(join(folder(), "report", decodeURIComponent(target))), target);
    }
  });

  it("lets nothing of a figure become markup or script", () => {
    const page = read("report.html");
    assert.doesNotMatch(page, /<script|<img src=x|<b>|https?:/);
    assert.match(page, /&lt;script&gt;alert\(&quot;x&quot;\)/);
    const text = read("report.md");
    assert.doesNotMatch(text, /<script|<b>|<img/);
    assert.match(text, /\\\*A\\\*&lt;\/b&gt; \\\| b/);
  });

  it("names every picture in words", () => {
    const alternatives = [...read("report.html").matchAll(/<img [^>]*alt="([^"]*)"/g)];
    assert.equal(alternatives.length, 3);
    for (const [, text] of alternatives) assert.ok(text.length > 10);
  });

  it("has each change as a row", () => {
    assert.deepEqual(read("changes.csv").split("\n").slice(1, 4), [
      "my figures/a(b)#1,,input,lookup,,,,,",
      "my figures/a(b)#1,my figures/a(b)#1.csv,value,<b>*A*</b> | b,centre,0.5,0.75,0.25,0.5",
      "my figures/a(b)#1,my figures/a(b)#1.svg,text,,,x,<img src=x>,,",
    ]);
  });

  it("says that nothing changed, and what could not be made", async () => {
    await clearReport(join(folder(), "report"));
    const same = [{ key: "a", title: "A", compared: ["a.csv", "a.pdf"] }];
    await writeReport(join(folder(), "report"), { ...nothing, same });
    assert.match(read("report.md"), /^# 1 figure: no change\n\n2 files compared/);
    assert.ok(!existsSync(join(folder(), "report/pictures")));
    await writeReport(join(folder(), "report"), { ...nothing, same, failures: ["b: no data"] });
    assert.match(read("report.md"), /^# 0 of 1 figure changed[^]*- b: no data/);
  });

  it("does not clear a folder of other things", async () => {
    const other = join(folder(), "other");
    mkdirSync(join(other, "old"), { recursive: true });
    await assert.rejects(clearReport(other), /holds old, which is no part of a report/);
    writeFileSync(join(other, "report.html"), "");
    writeFileSync(join(other, "notes.txt"), "");
    await assert.rejects(clearReport(other), /holds notes\.txt/);
    await clearReport(join(folder(), "none"));
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { captionText, figureCaption } from "../../../src/figures/captions/caption.js";
import { layoutCaption } from "../../../src/figures/captions/captionFormats.js";
import { resolveFolders } from "../../../src/figures/folders.js";
import { findLookup, readLookups } from "../../../src/figures/lookups/index.js";
import { computeFigure } from "../../../src/figures/numbers/computeFigure.js";
import { resolveData } from "../../../src/figures/resolve/resolveFigure.js";
import { readRecords } from "../../helpers/readRecords.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const tables = ["--tables", "fixtures/original/tables"];

async function captionOf(key: string, statistics?: "published" | "corrected", settings = {}) {
  const folders = resolveFolders({ tables: "fixtures/original/tables", runs: "none" });
  const lookup = { ...findLookup(await readLookups(folders.lookups), key), ...settings };
  const data = await resolveData(lookup, folders, statistics);
  const numbers = await computeFigure(data, { warn: (message) => assert.fail(message) });
  return figureCaption(data, {}, { tables: {}, numbers });
}

describe("figureCaption", () => {
  it("says what is shown, of how many runs, by which threshold and with which intervals", async () => {
    const caption = await captionOf("nips-sltr-in2");
    const text = captionText(caption);
    assert.match(
      text,
      /^No redundancy \(input size 2\)\. Success rate, solved at step and sparsity/,
    );
    assert.match(
      text,
      /of Real NPU \(baseline\), Real NPU \(modified\), NRU and NMRU on 9 ranges\./,
    );
    // The published programs' tables have four seeds of each model and range.
    assert.match(text, /n = 4 runs a point\./);
    assert.match(
      text,
      /below the threshold of its range \(single-layer\.yaml, extrapolation\.range, as/,
    );
    assert.match(
      text,
      /95 % intervals \(success rate: Wilson; solved at step: gamma profile likelihood/,
    );
    assert.match(text, /Figure 3 of “Learning Division/);
    assert.doesNotMatch(text, /published:/);
  });

  it("says that statistics are as published, and how many values are halved", async () => {
    const text = captionText(await captionOf("nips-sltr-in2", "published"));
    assert.match(text, /Statistics as published: \d+ of \d+ sparsity errors are half means, the/);
  });

  it("calls tables tables, and says who judged the outcomes that were published", async () => {
    const text = captionText(await captionOf("iclr-ops"));
    assert.match(text, /Table 2 of “Neural Arithmetic Units/);
    assert.match(text, /Which runs are solved is as published\./);
    assert.doesNotMatch(text, /extrapolation error is/);
  });

  it("names only the panels that are shown, numbers as thresholds, and the lookup's words", async () => {
    const text = captionText(
      await captionOf("nips-sltr-in2", undefined, {
        panels: [{ key: "success.rate" }],
        threshold: 0.5,
        note: "not this",
        caption: "But this",
      }),
    );
    assert.match(text, /Success rate of Real/);
    assert.match(text, /is below 0\.5\./);
    assert.match(text, /But this\./);
    assert.doesNotMatch(text, /sparsity|not this/);
  });
});

describe("layoutCaption", () => {
  const caption = { title: "α & β_1", sentences: ["Ranges U[-2,2): 5 %.", "*stars* <b>."] };

  it("writes a LaTeX caption with a short form and a label", () => {
    assert.equal(
      layoutCaption(caption, "caption.tex", "paper/my_key"),
      "\\caption[{$\\alpha$ \\& $\\beta$\\_1}]{%\n  $\\alpha$ \\& $\\beta$\\_1.\n" +
        "  Ranges U[$-$2,2): 5 \\%.\n  *stars* \\textless{}b\\textgreater{}.\n}\\label{fig:my-key}\n",
    );
  });

  it("writes Markdown in which nothing is markup", () => {
    assert.equal(
      layoutCaption(caption, "caption.md", "k"),
      "**α &amp; β\\_1.** Ranges U[-2,2): 5 %. \\*stars\\* &lt;b&gt;.\n",
    );
  });
});

describe("figures build --format caption", () => {
  const folder = temporaryFolder();
  const read = (name: string) => readFileSync(join(folder(), "division", name), "utf8");
  const build = (...args: string[]) =>
    figures(["build", "nips-sltr-in2", "--out", folder(), ...tables, ...args]);

  it("writes the caption, and uses it as the text for readers who cannot see the figure", async () => {
    const { code, err } = await build("--format", "caption,svg,pdf,html");
    assert.equal(code, 0, err);
    assert.match(read("nips-sltr-in2.caption.tex"), /^\\caption\[\{No redundancy/);
    const text = /<desc>(.*?)<\/desc>/.exec(read("nips-sltr-in2.svg"))?.[1];
    assert.match(text ?? "", /n = 4 runs a point\..* Open symbols: a single solved run/);
    assert.ok(read("nips-sltr-in2.html").includes(`<p>${text}</p>`));
    assert.ok(read("nips-sltr-in2.pdf").includes(`<rdf:li xml:lang="x-default">${text}</rdf:li>`));
  });

  it("marks published statistics in the figure, its text and its numbers", async () => {
    const published = join(folder(), "published");
    const { code, err } = await build(
      ...["--format", "svg", "--statistics", "published", "--out", published],
    );
    assert.equal(code, 0, err);
    const svg = readFileSync(join(published, "division/nips-sltr-in2.svg"), "utf8");
    assert.match(
      svg,
      /<text[^>]*>Statistics as published: \d+ of \d+ sparsity errors are half means/,
    );
    assert.match(svg, /<desc>[^<]*Statistics as published/);
    const rows = await readRecords(join(published, "division/nips-sltr-in2.csv"));
    assert.ok(rows.every((row) => row["statistics"] === "published"));
    const success = rows.filter((row) => row["key"] === "success.rate");
    for (const row of success) {
      assert.equal(Number(row["solved"]) / Number(row["n"]), row["mean.value"]);
    }
    const check = (...args: string[]) =>
      figures(["check", "nips-sltr-in2", "--against", published, ...tables, ...args]);
    assert.equal((await check("--statistics", "published")).code, 0);
    assert.equal((await check()).code, 1);
  });

  it("says of lines of logged steps only where they are drawn", async () => {
    const out = join(folder(), "steps");
    const args = ["--format", "caption", "--out", out];
    for (const key of ["nau/iclr-mul-range", "nau/iclr-ops"]) {
      const { code, err } = await figures(["build", key, ...args]);
      assert.equal(code, 0, err);
    }
    const caption = (name: string) => readFileSync(join(out, `nau/${name}.caption.md`), "utf8");
    assert.match(caption("iclr-mul-range"), /crosses: no solved run\. /);
    assert.match(caption("iclr-ops"), /crosses: no solved run; dashed lines: first and last/);
  });
});

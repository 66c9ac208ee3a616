import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const lookups = (name: string) => join("fixtures/cases", name, "lookups");

describe("figures for print whose labels", () => {
  const folder = temporaryFolder();
  const build = (key: string, name: string, format: string) =>
    figures(["build", key, "--format", format, "--lookups", lookups(name), "--out", folder()]);

  it("are of scripts that no font here has end with what to install", async () => {
    const { code, err } = await build("cjk", "39-fonts", "pdf");
    assert.equal(code, 1);
    assert.match(err, /no glyph for "训" \(U\+8BAD\)/);
    assert.match(err, /@expo-google-fonts\/noto-sans-sc @expo-google-fonts\/noto-sans-arabic/);
  });

  it("ask for a font that is not there end with its name and the theme's", async () => {
    const { code, err } = await build("times", "39-fonts", "pdf");
    assert.equal(code, 1);
    assert.match(err, /the theme own, .*config\.font names the font "Noto Sans CJK SC"/);
  });

  it("hold what LaTeX takes for commands read as they were written", async function () {
    this.timeout(60_000);
    const { code, err } = await build("tex", "45-latex-signs", "tex,pgf,caption");
    assert.equal(code, 0, err);
    const table = readFileSync(join(folder(), "tex.tex"), "utf8");
    for (const label of [
      "L\\textasciicircum{}2 ($\\lambda$=$1 \\times 10^{-3}$)",
      "runs\\textbackslash{}ppo\\textasciitilde{}v2",
      "a\\_b \\& 50\\% \\{x\\} \\#1 \\$y\\$",
    ]) {
      assert.ok(table.includes(label), table);
    }
    const document = [
      "\\documentclass[twocolumn]{article}\\usepackage{pgf,booktabs,amsmath}\\begin{document}",
      "\\input{tex.tex}\\begin{figure*}\\input{tex.pgf}\\input{tex.caption.tex}\\end{figure*}",
      "\\end{document}",
    ];
    writeFileSync(join(folder(), "paper.tex"), document.join("\n"));
    for (const engine of ["pdflatex", "xelatex", "lualatex"]) {
      const args = [
        "-interaction=nonstopmode",
        "-halt-on-error",
        `-jobname=${engine}`,
        "paper.tex",
      ];
      const run = spawnSync(engine, args, { cwd: folder(), encoding: "utf8" });
      if (run.error !== undefined) console.log(`      ${engine} is not installed: not tried`);
      else assert.equal(run.status, 0, `${engine}: ${run.stdout.slice(-1500)}`);
    }
  });
});

describe("figures for print of runs", () => {
  const folder = temporaryFolder();
  const log = (run: string, values: Readonly<Record<string, readonly number[]>>) => {
    const writer = openEventWriter(join(folder(), run), { clock: () => 1_700_000_000 });
    for (const [tag, numbers] of Object.entries(values)) {
      numbers.forEach((value, step) => writer.scalar(tag, value, step));
    }
    writer.close();
  };
  async function svgOf(logs: string, lookup = "") {
    mkdirSync(join(folder(), "lookups"), { recursive: true });
    const text = `title: ${logs}\nruns: ../${logs}\nname: "{model}_seed-{seed}"\n${lookup}`;
    writeFileSync(join(folder(), `lookups/${logs}.yaml`), text);
    const place = ["--lookups", join(folder(), "lookups"), "--out", join(folder(), "out")];
    const { code, err } = await figures(["build", logs, "--format", "svg", ...place]);
    assert.equal(code, 0, err);
    return { err, svg: readFileSync(join(folder(), `out/${logs}.svg`), "utf8") };
  }

  // Case 33, after finding A1: a tag that is nowhere finite had no panel and no word.
  it("that logged no finite value have a panel that says so, beside those that did", async () => {
    log("nowhere/a_seed-0", { fine: [3, 2, 1], lost: [NaN, NaN, NaN] });
    log("nowhere/a_seed-1", { fine: [3, 2, 1], lost: [Infinity, NaN, NaN] });
    const { err, svg } = await svgOf("nowhere");
    for (const text of ["fine", "lost", "no finite values"]) assert.ok(svg.includes(`>${text}<`));
    assert.match(err, /lost/);
  });

  // Case 38, after finding A5: from the ninth series on colour and shape repeated.
  it("of more series than there are colours look all different in the legend", async () => {
    for (let model = 0; model < 12; model++) {
      log(`twelve/m${model}_seed-0`, { loss: [1, 1 / (model + 2)] });
    }
    for (const number of ["", "quantity: { tag: loss, take: last }\n"]) {
      const { svg } = await svgOf("twelve", `series: { by: model }\n${number}`);
      const keys = [...svg.matchAll(/role-legend-symbol[^]*?<\/g>/g)].map(([group]) =>
        (group.match(/<path [^>]*opacity="1"\/>/g) ?? [])
          .map((path) => path.replace(/transform="[^"]*"/, ""))
          .join(),
      );
      assert.equal(keys.length, 12);
      assert.equal(new Set(keys).size, 12, keys.join("\n"));
    }
  });

  it("with many places write their labels slanted, with one place none", async () => {
    for (let model = 0; model < 12; model++) {
      log(`places/model-${model}_seed-0`, { loss: [1, 1 / (model + 2)] });
    }
    const number = "quantity: { tag: loss, take: last }\n";
    const many = await svgOf("places", `${number}rows: model\n`);
    assert.match(many.svg, /rotate\(-45\)[^>]*>model-11</);
    const one = await svgOf("places", number);
    const axes = one.svg.match(/role-axis-label[^]*?<\/g>/g) ?? [];
    assert.deepEqual(
      axes.filter((axis) => /><\/text>/.test(axis)),
      [],
    );
  });
});

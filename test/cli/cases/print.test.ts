import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

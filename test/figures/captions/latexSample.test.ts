import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const tables = ["--tables", "fixtures/original/tables"];

/** A paper of two columns that takes everything that the program writes for LaTeX. */
const paper = String.raw`\documentclass[twocolumn]{article}
\usepackage{pgf,graphicx,booktabs}
\input{numbers}
\begin{document}
\listoffigures
NRU solves \NipsSltrInTwoNruAllSuccessRate, in $\NipsSltrInTwoNruUOneTwoSolvedAtStep$ steps.
\begin{figure*}\includegraphics{division/nips-sltr-in2.pdf}\input{division/nips-sltr-in2.caption.tex}\end{figure*}
\begin{figure*}\input{division/nips-divBy0-easy.pgf}\input{division/nips-divBy0-easy.caption.tex}\end{figure*}
\begin{figure*}\input{division/nips-sltr-in2.pgf}\end{figure*}
\begin{table*}\scriptsize\input{table}\end{table*}
See figure~\ref{fig:nips-sltr-in2}.
\setbox0\hbox{\input{division/nips-sltr-in2.pgf}}\typeout{PGF \the\wd0 \the\ht0}
\setbox0\hbox{\includegraphics{division/nips-sltr-in2.pdf}}\typeout{PDF \the\wd0 \the\ht0}
\end{document}
`;

describe("a paper of two columns", () => {
  const folder = temporaryFolder();

  before(async function () {
    this.timeout(60_000);
    const keys = ["nips-sltr-in2", "nips-divBy0-easy"];
    const format = ["--format", "pdf,pgf,caption", "--out", folder()];
    const built = await figures(["build", ...keys, ...format, ...tables]);
    assert.equal(built.code, 0, built.err);
    const summary = async (...args: string[]) =>
      (await figures(["summary", "nips-sltr-in2", ...args, ...tables])).out;
    writeFileSync(join(folder(), "numbers.tex"), await summary("--tex-macros"));
    writeFileSync(join(folder(), "table.tex"), await summary("--format", "latex"));
    writeFileSync(join(folder(), "paper.tex"), paper);
  });

  for (const engine of ["pdflatex", "xelatex", "lualatex"]) {
    it(`takes figures, captions, table and numbers with ${engine}, where it is installed`, function () {
      this.timeout(60_000);
      if (spawnSync(engine, ["--version"]).error !== undefined) {
        console.log(`      ${engine} is not installed: not tried`);
        return;
      }
      const args = ["-interaction=nonstopmode", "-halt-on-error", "-jobname", engine, "paper.tex"];
      const run = spawnSync(engine, args, { cwd: folder(), encoding: "utf8" });
      assert.equal(run.status, 0, run.stdout.slice(-2000));
      const log = readFileSync(join(folder(), `${engine}.log`), "latin1");
      assert.doesNotMatch(log, /Missing character|undefined on input line [^]*Command/);
      const [pgf, pdf] = ["PGF", "PDF"].map((name) =>
        [...new RegExp(`${name} ([\\d.]+)pt ?([\\d.]+)pt`).exec(log)!].slice(1).map(Number),
      );
      pgf.forEach((length, at) =>
        assert.ok(Math.abs(length - pdf[at]) < 0.1, `${pgf.join(" ")}, ${pdf.join(" ")}`),
      );
    });
  }
});

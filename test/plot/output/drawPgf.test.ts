import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PgfContext } from "../../../src/plot/output/pgf/pgfContext.js";
import { pgfText } from "../../../src/plot/output/pgf/pgfText.js";
import { renderFigure } from "../../../src/plot/renderFigure.js";
import { points } from "../../../src/plot/layout/pageSize.js";
import { farFrom, placesInPdf, placesInPgf } from "../../helpers/drawnPlaces.js";
import { rangeFigure } from "../../helpers/figures.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

describe("PgfContext", () => {
  it("counts from the lower edge of the page, through translations, scales and turns", () => {
    const context = new PgfContext(100);
    context.translate(10, 20);
    context.scale(2, 2);
    context.beginPath();
    context.moveTo(0, 0);
    context.rotate(Math.PI / 2);
    context.lineTo(5, 0);
    context.stroke();
    const drawn = context.commands.filter((line) => line.startsWith("\\pgfpath"));
    assert.deepEqual(drawn, [
      "\\pgfpathmoveto{\\pgfqpoint{10bp}{80bp}}",
      "\\pgfpathlineto{\\pgfqpoint{10bp}{70bp}}",
    ]);
    assert.ok(context.commands.includes("\\pgfsetlinewidth{2bp}"));
  });

  it("keeps settings inside the scope in which they were told", () => {
    const context = new PgfContext(10);
    const line = () => {
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(1, 1);
      context.stroke();
    };
    context.save();
    context.lineWidth = 3;
    line();
    context.restore();
    line();
    const widths = context.commands.filter((command) => command.startsWith("\\pgfsetlinewidth"));
    assert.deepEqual(widths, ["\\pgfsetlinewidth{3bp}", "\\pgfsetlinewidth{1bp}"]);
  });

  it("draws circles that are round to a thousandth", () => {
    const context = new PgfContext(0);
    context.beginPath();
    context.arc(0, 0, 100, 0, 2 * Math.PI);
    context.fill();
    const curves = context.commands.filter((line) => line.startsWith("\\pgfpathcurveto"));
    assert.equal(curves.length, 4);
    let from = [100, 0];
    for (const curve of curves) {
      const [x1, y1, x2, y2, x3, y3] = [...curve.matchAll(/\{(-?[\d.]+)bp\}/g)].map((m) =>
        Number(m[1]),
      );
      const middle = [(from[0] + 3 * x1 + 3 * x2 + x3) / 8, (from[1] + 3 * y1 + 3 * y2 + y3) / 8];
      assert.ok(Math.abs(Math.hypot(...middle) - 100) < 0.1);
      from = [x3, y3];
    }
  });

  it("takes colours with opacity, and paints nothing where they are clear", () => {
    const context = new PgfContext(0);
    for (const style of ["#ff000080", "transparent", "rgba(0, 0, 255, 0.25)"]) {
      context.fillStyle = style;
      context.fillRect(0, 0, 1, 1);
    }
    assert.deepEqual(context.definitions, [
      "\\definecolor{tbf0}{rgb}{1,0,0}",
      "\\definecolor{tbf1}{rgb}{0,0,1}",
    ]);
    assert.ok(context.commands.includes("\\pgfsetfillopacity{0.502}"));
    assert.ok(context.commands.includes("\\pgfsetfillopacity{0.25}"));
    assert.equal(context.commands.filter((line) => line === "\\pgfusepath{fill}").length, 2);
  });
});

describe("pgfText", () => {
  it("escapes text, and leaves mathematics between dollars to LaTeX", () => {
    const text = pgfText("50% of $\\sum_i x_i^2$ & more", '600 8px "Source Sans 3"', 1);
    assert.equal(
      text,
      "\\fontsize{8bp}{9.6bp}\\selectfont\\bfseries 50\\% of $\\sum_i x_i^2$ \\& more",
    );
  });

  it("does not let a label run commands", () => {
    for (const label of [
      "$\\input{/etc/passwd}$",
      "$\\write18{ls}$",
      "$\\def\\x{}$",
      "$}{$",
      "$a%$",
    ]) {
      const text = pgfText(label, "8px x", 1);
      assert.doesNotMatch(text, /\\(input|write|def)(?![a-z])/);
      assert.match(text, /\\\$/);
    }
  });
});

describe("a figure as PGF", () => {
  const folder = temporaryFolder();

  it("has the PDF's size and every label of the figure, and the same bytes every time", async () => {
    const figure = await rangeFigure();
    const files = await renderFigure(figure, ["pgf", "svg"]);
    const pgf = String(files.get("pgf"));
    const box =
      /\\pgfpathrectangle\{\\pgfpointorigin\}\{\\pgfqpoint\{([\d.]+)bp\}\{([\d.]+)bp\}\}/.exec(
        pgf,
      )!;
    assert.ok(Math.abs(Number(box[1]) - points(figure.widthCm)) < 0.01);
    assert.ok(Math.abs(Number(box[2]) - points(figure.heightCm)) < 0.01);
    const texts = [...String(files.get("svg")).matchAll(/<text[^>]*>([^<]+)<\/text>/g)];
    assert.equal([...pgf.matchAll(/\\pgftext\[/g)].length, texts.length);
    assert.equal(
      pgf.match(/\\begin\{pgfscope\}/g)?.length,
      pgf.match(/\\end\{pgfscope\}/g)?.length,
    );
    assert.equal(String((await renderFigure(figure, ["pgf"])).get("pgf")), pgf);
  });

  it("names letters that the document's font must have", async () => {
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    const figure = await rangeFigure({ params: { xTitle: "Модель α" } });
    const pgf = String((await renderFigure(figure, ["pgf"], { onWarning })).get("pgf"));
    assert.match(warnings.join(), /^PGF: The document's font must have М о д е л ь: xelatex or/);
    assert.match(pgf, /^% The document's font must have М о д е л ь/m);
    assert.match(pgf, /Модель \$\\alpha\$/);
  });

  it("places marks as the SVG does", async () => {
    const figure = await rangeFigure();
    const files = await renderFigure(figure, ["pgf"]);
    const pgf = String(files.get("pgf"));
    // Every mean of the 36 groups is a path of its own colour with a white rim.
    const colours = pgf.match(/\\pgfsetfillcolor\{tbf\d+\}/g) ?? [];
    assert.ok(colours.length >= 36, `${colours.length}`);
    const xs = [...pgf.matchAll(/\\pgfqpoint\{(-?[\d.]+)bp\}\{(-?[\d.]+)bp\}/g)];
    for (const [, x, y] of xs) {
      assert.ok(Number(x) > -1 && Number(x) < points(figure.widthCm) + 1, x);
      assert.ok(Number(y) > -1 && Number(y) < points(figure.heightCm) + 1, y);
    }
  });

  it("has paths and texts within 0.1 pt of where the PDF has them", async () => {
    for (const size of [{}, { widthCm: 8.255, heightCm: 17 }]) {
      const files = await renderFigure(await rangeFigure(size), ["pgf", "pdf"]);
      const pdf = placesInPdf(Buffer.from(files.get("pdf") ?? ""));
      const pgf = placesInPgf(String(files.get("pgf")), "Source Sans 3");
      assert.ok(pdf.corners.length > 400 && pdf.texts.length > 40, `${pdf.texts.length}`);
      assert.equal(pgf.texts.length, pdf.texts.length);
      for (const kind of ["corners", "texts"] as const) {
        assert.deepEqual(farFrom(pgf[kind], pdf[kind], 0.1), [], kind);
        assert.deepEqual(farFrom(pdf[kind], pgf[kind], 0.1), [], kind);
      }
    }
  });

  for (const engine of ["pdflatex", "xelatex", "lualatex"]) {
    it(`is set by ${engine} at its size, where it is installed`, async function () {
      this.timeout(120_000);
      if (spawnSync(engine, ["--version"]).error !== undefined) {
        console.log(`      ${engine} is not installed: not tried`);
        return;
      }
      const figure = await rangeFigure({ title: "50% & $x$" });
      writeFileSync(
        join(folder(), "f.pgf"),
        String((await renderFigure(figure, ["pgf"])).get("pgf")),
      );
      const document = [
        "\\documentclass[twocolumn]{article}\\usepackage{pgf}\\begin{document}",
        "\\newsavebox\\figurebox\\savebox\\figurebox{\\input{f.pgf}}",
        "\\typeout{WIDTH \\the\\wd\\figurebox\\space HEIGHT \\the\\ht\\figurebox}",
        "\\begin{figure*}\\usebox\\figurebox\\end{figure*}\\end{document}",
      ];
      writeFileSync(join(folder(), "t.tex"), document.join("\n"));
      const args = ["-interaction=nonstopmode", "-halt-on-error", `-jobname=${engine}`, "t.tex"];
      const run = spawnSync(engine, args, { cwd: folder(), encoding: "utf8" });
      assert.equal(run.status, 0, run.stdout.slice(-2000));
      const log = readFileSync(join(folder(), `${engine}.log`), "latin1");
      const size = /WIDTH ([\d.]+)pt HEIGHT ([\d.]+)pt/.exec(log)!;
      // TeX's point is 1/72.27 inch.
      const [width, height] = [size[1], size[2]].map((text) => (Number(text) * 72) / 72.27);
      assert.ok(Math.abs(width - points(figure.widthCm)) < 0.01, `${width}`);
      assert.ok(Math.abs(height - points(figure.heightCm)) < 0.01, `${height}`);
    });
  }
});

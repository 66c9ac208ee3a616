import assert from "node:assert/strict";
import { join } from "node:path";
import { checkTex } from "../../../src/figures/captions/checkTex.js";
import { macroNames } from "../../../src/figures/captions/macroNames.js";
import { numbersInTex } from "../../../src/figures/captions/numbersInTex.js";
import { texMacros } from "../../../src/figures/captions/texMacros.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const number = (macro: string, value: number, text = String(value)) => ({
  macro,
  value,
  text,
  about: macro,
});

describe("macroNames", () => {
  it("has letters only, and each name once", () => {
    assert.deepEqual(
      macroNames([
        ["nips-sltr-in2", "NRU", "U[-2,2)", "success rate"],
        ["a", "1.5"],
        ["a", "1-5"],
        ["a", "15"],
        ["a 1", "5"],
        ["Ärger", "lr-0.1"],
      ]),
      [
        "NipsSltrInTwoNruUMinusTwoTwoSuccessRate",
        "AOnePointFive",
        "AOneFive",
        "AOneFiveB",
        "AOneFiveC",
        "ArgerLrZeroPointOne",
      ],
    );
  });
});

describe("texMacros", () => {
  it("sets powers and negative numbers in mathematics", () => {
    const text = texMacros("k", [
      number("A", 5.3e-7, "5.30e-7"),
      number("B", -2),
      number("C", 0.5),
    ]);
    assert.match(text, /^\\newcommand\{\\A\}\{\\ensuremath\{5\.30\\times 10\^\{-7\}\}\}% A$/m);
    assert.match(text, /^\\newcommand\{\\B\}\{\\ensuremath\{-2\}\}/m);
    assert.match(text, /^\\newcommand\{\\C\}\{0\.5\}/m);
  });
});

describe("numbersInTex", () => {
  const read = (text: string) =>
    numbersInTex(text).numbers.map(({ written, value }) => [written, value]);

  it("reads numbers as papers write them", () => {
    assert.deepEqual(
      read("91.6\\,\\%, 14,000 and 1{,}234 steps, $5.3\\times 10^{-7}$, 2e-4, .25 or 37 \\%"),
      [
        ["91.6 %", 91.6],
        ["14,000", 14000],
        ["1,234", 1234],
        ["5.3\\times 10^{-7}", 5.3e-7],
        ["2e-4", 2e-4],
        [".25", 0.25],
        ["37 %", 37],
      ],
    );
  });

  it("leaves lengths, references, comments, options and the preamble alone", () => {
    const text =
      "\\setlength{\\x}{0.333em}\n\\begin{document}\n\\includegraphics[width=0.75\\linewidth]{a0.5.pdf} " +
      "\\cite[p.~3.5]{b1.5} \\ref{fig:2.5} 3.25cm 0.125\\textwidth % 9.99\n128.5 % not of a figure\n";
    assert.deepEqual(read(text), []);
  });

  it("passes over what may stand for anything: small whole numbers, years, ranges", () => {
    const { numbers, passedOver } = numbersInTex("in 2021, 25 seeds on U[1,2) and U[-20,-10)");
    assert.deepEqual(numbers, []);
    assert.equal(passedOver, 6);
  });
});

describe("checkTex", () => {
  const figure = {
    key: "k",
    prefix: "K",
    numbers: [number("KRate", 0.91556), number("KStep", 2762)],
  };
  const complaints = (text: string) => checkTex(text, "p.tex", [figure]).complaints;

  it("takes a value or its per cent, rounded to the digits that stand there", () => {
    assert.deepEqual(complaints("0.92, 0.916, 91.6\\%, 92 \\%, 2,762 and $2.8 \\times 10^3$"), []);
    assert.equal(complaints("0.915").length, 1);
    assert.equal(complaints("91.5\\%").length, 1);
    assert.match(
      complaints("x\n2,763")[0],
      /^p\.tex:2: 2,763 is no number .* nearest is 2762: KStep \(k\)/,
    );
  });

  it("reads per cent, thousands and units behind narrow spaces, and cells without any", () => {
    // A per cent that is small and whole is checked; a whole number of that size would be passed over.
    assert.equal(complaints("20\\,\\% of the runs").length, 1);
    assert.deepEqual(complaints("92\\,\\%, 92~\\%, 2\\,762 and 2{,}762, 3.5\\,cm and 0.7~pt"), []);
    assert.equal(complaints("NRU&0.85\\\\").length, 1);
    // What looks like inches is a number in a sentence.
    assert.equal(complaints("85.5 in the mean").length, 1);
  });

  it("takes zeros at the end of whole numbers for rounding, behind three digits", () => {
    assert.deepEqual(complaints("2,760"), []);
    assert.equal(complaints("2,770").length, 1);
    assert.equal(complaints("2,800").length, 1);
  });

  it("names macros of the figures that are not defined, and no others", () => {
    assert.deepEqual(complaints("\\KRate \\textbf{x}"), []);
    assert.match(
      complaints("\\KRat")[0],
      /^p\.tex:1: \\KRat is no number of k\. Did you mean "KRate"/,
    );
  });
});

describe("figures check --tex", () => {
  const folder = temporaryFolder();
  const tables = ["--tables", "fixtures/original/tables"];

  it("holds a paper's text against the figures, and fails where it differs", async () => {
    // 34 of 36 NRU runs are solved: 94.4 %.
    writeFiles(folder(), {
      "right.tex": "NRU solves 94.4\\,\\% of 36 runs, or \\NipsSltrInTwoNruAllSuccessRate.",
      "wrong.tex": "NRU solves 93.217\\,\\%.",
    });
    const check = (file: string) =>
      figures(["check", "nips-sltr-in2", "--tex", join(folder(), file), ...tables]);
    const right = await check("right.tex");
    assert.equal(right.code, 0, right.err);
    assert.match(right.out, /^1 numbers and 1 macros are those of 1 figures; 1 small whole/);
    const wrong = await check("wrong.tex");
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /wrong\.tex:1: 93\.217 % is no number/);
    const { out } = await figures(["summary", "nips-sltr-in2", "--tex-macros", ...tables]);
    assert.match(
      out,
      /^\\newcommand\{\\NipsSltrInTwoNruAllSuccessRate\}\{0\.94\}% NRU, all, success/m,
    );
    assert.match(out, /^\\newcommand\{\\NipsSltrInTwoNruSolved\}\{34\}/m);
  });
});

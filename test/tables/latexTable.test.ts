import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { latexTable } from "../../src/tables/latexTable.js";
import { layoutPeopleTable, type PeopleTable } from "../../src/tables/peopleTable.js";
import { latexText } from "../../src/util/text/latexText.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");
const signs =
  "– — … − × ± · ÷ ≤ ≥ ≠ ≈ ∞ ∪ ∩ ∈ √ ∑ → ← ϵ ϕ αβγδεζηθικλμνξπρστυφχψω ΓΔΘΛΞΠΣΥΦΨΩ µ 10⁻¹² w₁ é ü ß";
/** What each sign alone, at the beginning and at the end of a cell, makes of LaTeX. */
const hostile = [...printable].flatMap((sign) => [
  [sign, `${sign}a`, `a${sign}`, `${sign}1${sign}`],
]);

const table: PeopleTable = {
  header: ["[0,1)", "\\(\\lambda_1\\) & b_2", printable],
  rows: [
    ...[
      ["[2pt]", "*", "1 ± 2"],
      [signs, printable, "-0.5 [-1.0, 1e-3] (n = 4)"],
      ...hostile.map((row) => row.slice(0, 3)),
    ],
  ].map((row) => row.map((text, index) => ({ text, isBest: index === 2 }))),
  numbers: new Set([2]),
  caption: `All of ${printable} and ${signs} with \\(x^2\\)`,
  label: "tab:a_b %#{}~^&$\\",
};

describe("latexTable", () => {
  const folder = temporaryFolder();

  it("keeps the end of a line from taking a bracket or a star for its argument", () => {
    assert.match(latexTable(table), /\n {4}\{\}\[2pt\] & /);
    assert.match(latexTable(table), /\\label\{tab:a_b-\}/);
  });

  it("leaves numbers to siunitx where that is asked for", () => {
    const rows = [
      [{ text: "v2" }, { text: "-0.5 ± 1e-3 (n = 4)" }, { text: "0.9 [0.8, 1]", isBest: true }],
    ];
    const text = latexTable({
      ...table,
      header: ["a", "b", "c"],
      rows,
      numbers: new Set([1, 2]),
      numbersBy: "siunitx",
    });
    assert.match(text, /\\usepackage\{booktabs,siunitx\}/);
    assert.ok(
      text.includes(
        "v2 & \\num{-0.5} $\\pm$ \\num{1e-3} (n = \\num{4}) & \\textbf{\\num{0.9} [\\num{0.8}, \\num{1}]}",
      ),
      text,
    );
  });

  for (const engine of ["pdflatex", "xelatex", "lualatex"]) {
    for (const fonts of ["OT1", "T1"]) {
      it(`is set by ${engine} with ${fonts} whatever stands in it, where it is installed`, function () {
        this.timeout(60_000);
        if (spawnSync(engine, ["--version"]).error !== undefined) {
          console.log(`      ${engine} is not installed: not tried`);
          return this.skip();
        }
        const packages = `\\usepackage[${fonts}]{fontenc}\\usepackage{booktabs}`;
        const text = latexTable(table);
        const document = `\\documentclass{article}${packages}\\begin{document}\n${text}\n\\ref{tab:a_b-}\\end{document}\n`;
        writeFileSync(join(folder(), "t.tex"), document);
        const args = ["-interaction=nonstopmode", "-halt-on-error", "t.tex"];
        const run = spawnSync(engine, args, { cwd: folder(), encoding: "utf8" });
        assert.equal(run.status, 0, run.stdout.slice(-1500));
        const log = readFileSync(join(folder(), "t.log"), "latin1");
        assert.doesNotMatch(log, /Missing character: There is no [!-~]|multiply defined/);
      });
    }
  }

  it("writes a quotation mark that every encoding has", () => {
    assert.equal(latexText('say "a"'), 'say \\string"a\\string"');
  });
});

describe("table.html", () => {
  it("shows every text as it is, numbers on the right, the best strong", () => {
    const text = layoutPeopleTable(
      { ...table, rows: [[{ text: '<b>&"' }, { text: "x" }, { text: "1 ± 2", isBest: true }]] },
      "table.html",
    );
    assert.ok(text.includes("<td>&lt;b&gt;&amp;&quot;</td><td>x</td>"), text);
    assert.ok(text.includes('<td style="text-align: right"><strong>1 ± 2</strong></td>'), text);
    assert.match(text, /<caption>All of .*&lt;=&gt;/);
  });
});

import assert from "node:assert/strict";
import { latexText } from "../../../src/util/text/latexText.js";

describe("latexText", () => {
  for (const [text, latex] of [
    ["L^2", "L\\textasciicircum{}2"],
    ["runs\\ppo~v2", "runs\\textbackslash{}ppo\\textasciitilde{}v2"],
    ["a_b & 50% {x} #1 $y$", "a\\_b \\& 50\\% \\{x\\} \\#1 \\$y\\$"],
    ["λ=1e-3", "$\\lambda$=$1 \\times 10^{-3}$"],
    ["2.5e+06 steps", "$2.5 \\times 10^{6}$ steps"],
    ["U[-20,-10)", "U[$-$20,$-$10)"],
    ["sign-nmru", "sign-nmru"],
    ["10⁻¹² of w₁", "10$^{-12}$ of w$_{1}$"],
    ["a < b | c", "a \\textless{} b \\textbar{} c"],
    ["pages 1–3, ±2 ×", "pages 1--3, $\\pm$2 $\\times$"],
    ["two\nlines", "two lines"],
    ["é ü", "é ü"],
  ]) {
    it(`sets ${JSON.stringify(text)}`, () => {
      assert.equal(latexText(text), latex);
    });
  }
});

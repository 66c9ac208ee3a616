import assert from "node:assert/strict";
import { tidyContent } from "../../../../src/plot/output/pdf/tidyContent.js";
import type { PdfFont } from "../../../../src/plot/output/pdf/pdfFonts.js";

/** Each code is a letter, half an em wide. */
const font: PdfFont = { widthOf: () => 500, textOf: (code) => String.fromCharCode(code) };
const fonts = new Map([["F1", font]]);
const tidy = (...lines: string[]) => tidyContent(lines.join("\n"), fonts).split("\n");

const word = (...matrices: string[]) => [
  ...matrices,
  "BT",
  "/F1 10 Tf",
  "1 0 0 -1 7 8 Tm",
  "<0041> Tj",
  "5 0 Td <0042> Tj",
  "4.2 0 Td <0043> Tj",
  "ET",
];

describe("the content of a PDF", () => {
  it("shows the glyphs of a text in one operator, each where it stood", () => {
    // B ends 5 pt behind its start; C stands 4.2 behind it: 0.8 pt back, 80 thousandths of 10 pt.
    assert.deepEqual(tidy(...word()).slice(3), ["[<00410042>80<0043>] TJ", "ET"]);
  });

  it("rounds each place by itself, so that no error grows along a text", () => {
    const steps = Array.from({ length: 200 }, () => "5.0049 0 Td <0041> Tj");
    const [shown] = tidy("BT", "/F1 10 Tf", "1 0 0 1 0 0 Tm", "<0041> Tj", ...steps, "ET").slice(3);
    const moved = [...shown.matchAll(/>(-?\d+)</g)].reduce((sum, [, by]) => sum + Number(by), 0);
    assert.ok(Math.abs(-moved / 100 - 200 * 0.0049) < 0.006, `${moved}`);
  });

  it("begins anew where the font changes or the line does, from the place that Td counts from", () => {
    const lines = [
      ...["BT", "/F1 10 Tf", "1 0 0 1 0 0 Tm", "<0041> Tj", "5 0 Td <0042> Tj", "/F1 5 Tf"],
      ...["6 0 Td <0043> Tj", "2.5 0 Td <0044> Tj", "1 -3 Td <0045> Tj", "ET"],
    ];
    assert.deepEqual(tidy(...lines).slice(3, -1), [
      ...["<00410042> Tj", "/F1 5 Tf", "11 0 Td", "<00430044> Tj", "3.5 -3 Td", "<0045> Tj"],
    ]);
  });

  it("says the words of slanted texts, whichever matrix slants them, and of no others", () => {
    const spans = (...lines: string[]) =>
      tidy(...lines).filter((line) => line.startsWith("/Span") || line === "EMC");
    const said = ["/Span <</ActualText (ABC)>> BDC", "EMC"];
    assert.deepEqual(spans(...word("q", ".707 -.707 .707 .707 5 5 cm"), "Q"), said);
    assert.deepEqual(spans("q", ".707 -.707 .707 .707 5 5 cm", "Q", ...word()), []);
    assert.deepEqual(spans(...word("0 -1 1 0 5 5 cm")), []);
  });

  it("writes greys as greys, and leaves colours as they are", () => {
    assert.deepEqual(tidy(".6039 .6039 .6039 RG .2 .2 .2 rg", "0 .4471 .698 RG 1 1 1 rg"), [
      ".6039 G .2 g",
      "0 .4471 .698 RG 1 g",
    ]);
  });

  it("leaves texts alone that are written in a way it does not know", () => {
    const lines = ["BT", "/F1 10 Tf", "3 Tr", "<0041> Tj", "ET"];
    assert.deepEqual(tidy(...lines), lines);
    const unknown = ["BT", "/F9 10 Tf", "1 0 0 1 0 0 Tm", "<0041> Tj", "ET"];
    assert.deepEqual(tidy(...unknown), unknown);
  });
});

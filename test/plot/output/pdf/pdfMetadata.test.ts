import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { renderFigure } from "../../../../src/plot/index.js";
import { readPdfObjects } from "../../../../src/plot/output/pdf/pdfObjects.js";
import { readStream } from "../../../../src/plot/output/pdf/pdfStream.js";
import { rangeFigure } from "../../../helpers/figures.js";

/** What a page draws. */
function contentOf(pdf: Buffer): string {
  const { objects } = readPdfObjects(pdf);
  const page = [...objects.values()].find((body) => body.includes("/Type /Page\n")) ?? "";
  return readStream(objects.get(Number(/\/Contents (\d+)/.exec(page)?.[1])) ?? "");
}

describe("a PDF", () => {
  let pdf: Buffer;
  before(async () => {
    const figure = await rangeFigure({ title: "Grün & <b>", description: "What “it” shows" });
    pdf = Buffer.from((await renderFigure(figure, ["pdf"])).get("pdf")!);
  });

  it("says its language, title and content to programs, in its catalogue and in XMP", () => {
    const text = pdf.toString("utf8");
    assert.match(text, /\/Type \/Catalog\n\/Lang \(en\)\n\/Metadata \d+ 0 R/);
    assert.match(text, /<dc:title>.*Grün &amp; &lt;b&gt;<\/rdf:li>/);
    assert.match(text, /<dc:description>.*What “it” shows<\/rdf:li>/);
    assert.doesNotMatch(text, /CreationDate|xmp:CreateDate|uuid/);
  });

  it("has a cross-reference table that leads to each object, and streams of the length they say", () => {
    const text = pdf.toString("latin1");
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    assert.equal(text.slice(table, table + 5), "xref\n");
    const entries = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)];
    entries.forEach(([, offset], index) => {
      const head = `${index + 1} 0 obj\n`;
      assert.equal(text.slice(Number(offset), Number(offset) + head.length), head);
    });
    const { objects } = readPdfObjects(pdf);
    assert.equal(objects.size, entries.length);
    for (const body of objects.values()) {
      const length = /\/Length (\d+)[^]*? stream\n/.exec(body);
      if (length === null) continue;
      const stream = body.slice(length.index + length[0].length).replace(/\nendstream$/, "");
      assert.equal(stream.length, Number(length[1]));
    }
  });

  it("is tagged as one figure with its description, place and content", () => {
    const { objects } = readPdfObjects(pdf);
    const [catalogue, page, figure] = ["Catalog", "Page", "StructElem\n/S /Figure"].map(
      (type) => [...objects.values()].find((body) => body.includes(`/Type /${type}\n`)) ?? "",
    );
    assert.match(catalogue, /\/MarkInfo <<\/Marked true>>/);
    const follow = (body: string, name: string) =>
      objects.get(Number(new RegExp(`/${name} \\[?(?:0 \\[)?(\\d+) 0 R`).exec(body)?.[1])) ?? "";
    const root = follow(catalogue, "StructTreeRoot");
    assert.equal(follow(follow(root, "K"), "K"), figure);
    assert.equal(follow(follow(root, "ParentTree"), "Nums"), figure);
    assert.equal(follow(figure, "Pg"), page);
    assert.match(page, /\/StructParents 0\n/);
    const alternative = /\/Alt \(([^]*?)\)\n/.exec(figure)?.[1] ?? "";
    const text = Buffer.from(alternative, "latin1").swap16().toString("utf16le");
    assert.equal(text, "\uFEFFWhat “it” shows");
    const box = /\/BBox (\[[^\]]*\])/.exec(figure)?.[1];
    assert.equal(box, /\/MediaBox (\[[^\]]*\])/.exec(page)?.[1]);
    const content = contentOf(pdf);
    assert.match(content, /^\/Figure <<\/MCID 0>> BDC\n/);
    assert.match(content, /\nEMC\n$/);
    assert.equal(content.match(/BDC$/gm)?.length, content.match(/^EMC$/gm)?.length);
  });

  it("has the words of slanted labels, and each text in one piece", () => {
    const content = contentOf(pdf);
    const said = [...content.matchAll(/\/ActualText \(([^]*?)\)>> BDC/g)].map(([, text]) => text);
    assert.equal(said.length, 27);
    assert.ok(said.includes("U[10,20\\)"), "the bracket that closes is escaped");
    assert.doesNotMatch(content, / Td <|^([\d.]+) \1 \1 (RG|rg)/m);
  });

  it("gives whole words to pdftotext", function () {
    const program = spawnSync("pdftotext", ["-", "-"], { input: pdf });
    if (program.error !== undefined) {
      console.log("      pdftotext is not installed: its words were not looked at");
      return this.skip();
    }
    const words = program.stdout.toString("utf8").split(/\s+/);
    for (const word of ["U[−20,−10)", "U[−0.2,−0.1)", "U[10,20)", "(baseline)", "0.75", "3,000"]) {
      assert.ok(words.includes(word), `${word} in ${words.join(" ")}`);
    }
  });

  it("is opaque where nothing has to show through: printers flatten the rest", () => {
    const states = [...pdf.toString("latin1").matchAll(/\/(ca|CA) ([\d.]+)/g)];
    assert.ok(states.length > 0);
    assert.ok(states.every(([, , alpha]) => alpha === "1"));
  });
});

describe("an SVG with outlines", () => {
  it("has shapes in place of texts, the words for readers, and no font", async () => {
    const figure = await rangeFigure({ description: "What it shows" });
    const files = await renderFigure(figure, ["svg"], { svgText: "outline" });
    const svg = String(files.get("svg"));
    assert.doesNotMatch(svg, /<text|font-face|<image/);
    assert.match(svg, /^<svg [^>]*width="554\.3206pt" height="226\.2047pt"[^>]*role="img"><title>/);
    assert.match(svg, /<desc>What it shows<\/desc>/);
    assert.ok((svg.match(/<path/g) ?? []).length > 300);
    const again = await renderFigure(figure, ["svg"], { svgText: "outline" });
    assert.equal(again.get("svg"), svg);
  });
});

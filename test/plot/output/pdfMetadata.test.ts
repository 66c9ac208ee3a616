import assert from "node:assert/strict";
import { renderFigure } from "../../../src/plot/index.js";
import { readPdfObjects } from "../../../src/plot/output/pdfObjects.js";
import { rangeFigure } from "../../helpers/figures.js";

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

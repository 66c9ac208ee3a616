import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Figure, RenderedFigure } from "../../src/plot/spec/figure.js";
import { figureFormats } from "../../src/plot/spec/figure.js";
import { renderFigure } from "../../src/plot/renderFigure.js";
import { rangeFigure } from "../helpers/figures.js";
import { readPlotData } from "../helpers/plotData.js";

const nasty = "NRU </script><b>&\"'";

describe("renderFigure", () => {
  let figure: Figure;
  let files: RenderedFigure;
  const warnings: string[] = [];
  const bytes = (format: "pdf" | "png") => Buffer.from(files.get(format) as Uint8Array);
  const text = (format: "svg" | "html" | "vl.json") => files.get(format) as string;

  before(async () => {
    const rows = readPlotData("sltr-in2_op-div").map((row) =>
      row.model === "NRU" ? { ...row, model: nasty } : row,
    );
    figure = await rangeFigure({ title: 'A & "B" <C>', description: "Four <modules>" }, rows, [
      "NMRU",
      nasty,
    ]);
    files = await renderFigure(figure, figureFormats, { onWarning: (m) => warnings.push(m) });
  });

  it("writes every format without a warning", () => {
    assert.deepEqual([...files.keys()], [...figureFormats]);
    assert.deepEqual(warnings, []);
  });

  it("gives the same bytes for the same figure", async () => {
    const again = await renderFigure(figure, figureFormats);
    for (const format of figureFormats) {
      assert.ok(Buffer.from(files.get(format)!).equals(Buffer.from(again.get(format)!)), format);
    }
  });

  it("makes the PDF page 19.5552 x 7.98 cm to a tenth of a point", () => {
    const box = /\/MediaBox \[([\d. ]+)\]/.exec(bytes("pdf").toString("latin1"))![1];
    const [left, bottom, right, top] = box.split(" ").map(Number);
    assert.ok(Math.abs(right - left - 554.321) < 0.1, box);
    assert.ok(Math.abs(top - bottom - 226.205) < 0.1, box);
  });

  it("embeds subsets of the figure fonts in the PDF, and no other fonts", () => {
    const pdf = bytes("pdf").toString("latin1");
    const fonts = [...pdf.matchAll(/\/BaseFont \/(\S+)/g)].map((font) => font[1]);
    assert.deepEqual(
      [...new Set(fonts.map((font) => font.replace(/^[A-Z]{6}\+/, "subset of ")))].sort(),
      ["subset of SourceSans3-Regular", "subset of SourceSans3-SemiBold"],
    );
    assert.equal(pdf.match(/\/FontFile2/g)?.length, 2);
    assert.equal(pdf.match(/\/ToUnicode/g)?.length, 2);
  });

  it("keeps a cross-reference table that points at the objects", () => {
    const pdf = bytes("pdf").toString("latin1");
    const tableAt = Number(/startxref\n(\d+)/.exec(pdf)![1]);
    assert.equal(pdf.slice(tableAt, tableAt + 4), "xref");
    const offsets = [...pdf.slice(tableAt).matchAll(/^(\d{10}) \d{5} n/gm)].map((m) =>
      Number(m[1]),
    );
    assert.ok(offsets.length > 5);
    for (const offset of offsets) assert.match(pdf.slice(offset, offset + 12), /^\d+ 0 obj/);
  });

  it("has selectable text and the title in the PDF", function () {
    const poppler = spawnSync("pdftotext", ["-raw", "-", "-"], { input: bytes("pdf") });
    if (poppler.error !== undefined) this.skip();
    // Poppler takes text at 45 degrees for one line per letter.
    const shown = poppler.stdout.toString("utf8").replace(/\s/g, "");
    for (const expected of [
      "Successrate",
      "Interpolationrange",
      "U[−20,−10)",
      "0.75",
      "(modified)",
      "NMRU",
    ]) {
      assert.ok(shown.includes(expected), `${expected} in ${shown}`);
    }
    const info = spawnSync("pdfinfo", ["-"], { input: bytes("pdf") }).stdout.toString("utf8");
    assert.match(info, /Title: +A & "B" <C>/);
  });

  it("makes the PNG 300 dpi, and as many pixels as that needs", () => {
    const png = bytes("png");
    assert.equal(png.readUInt32BE(16), Math.round((19.5552 / 2.54) * 300));
    assert.equal(png.readUInt32BE(20), Math.round((7.98 / 2.54) * 300));
    const physical = png.indexOf("pHYs");
    assert.equal(png.readUInt32BE(physical + 4), Math.round(300 / 0.0254));
    assert.equal(png[physical + 12], 1);
  });

  it("writes well-formed SVG in points with its fonts inside", () => {
    const svg = text("svg");
    assertWellFormed(svg);
    assert.match(svg, /<svg [^>]*width="554\.32\d*pt" height="226\.20\d*pt"/);
    assert.equal(svg.match(/@font-face\{[^}]*src:url\(data:font\/ttf;base64,/g)?.length, 2);
    const families = new Set([...svg.matchAll(/font-family="([^"]+)"/g)].map((m) => m[1]));
    for (const family of families) assert.match(family, /^(&quot;|')Source Sans 3/);
    assert.ok(svg.includes("<title>A &amp; &quot;B&quot; &lt;C&gt;</title>"));
    assert.ok(Buffer.byteLength(svg) < 150_000, `${Buffer.byteLength(svg)} bytes`);
  });

  it("embeds fonts in the SVG that have the glyphs of its texts", () => {
    const encoded = /font-weight:1 499;src:url\(data:font\/ttf;base64,([^)]+)\)/.exec(
      text("svg"),
    )![1];
    const font = Buffer.from(encoded, "base64");
    assert.equal(font.readUInt32BE(0), 0x00010000); // TrueType outlines
    assert.ok(font.length > 3_000 && font.length < 30_000, `${font.length} bytes`);
  });

  it("writes HTML that needs nothing else and that no data can break", () => {
    const html = text("html");
    assert.doesNotMatch(html, /<(script|link|img)[^>]+(src|href)=/);
    assert.equal(html.match(/<\/script/g)?.length, 4);
    const spec = /<script type="application\/json" id="spec">(.*?)<\/script>/s.exec(html)![1];
    const { data } = JSON.parse(spec) as { data: { name: string; values: { model: string }[] }[] };
    const rows = data.find((source) => source.name === "summary")!.values;
    assert.ok(rows.some((row) => row.model === nasty));
    assert.ok(html.includes("<title>A &amp; &quot;B&quot; &lt;C&gt;</title>"));
  });

  it("sets panels below each other in the HTML on narrow screens, at the same size of type", () => {
    const html = text("html");
    const read = (id: string) =>
      JSON.parse(
        new RegExp(`<script type="application/json" id="${id}">(.*?)</script>`, "s").exec(html)![1],
      ) as {
        width?: number;
        signals: { name: string; value?: number }[];
        config: { axis: { labelFontSize: number } };
      };
    const [wide, narrow] = [read("spec"), read("narrow-spec")];
    const panel = ({ width = 0, signals }: typeof wide) =>
      Math.max(
        width,
        ...signals.flatMap(({ name, value = 0 }) => (/width$/i.test(name) ? value : 0)),
      );
    // Three panels on 19.6 cm are narrower than one on 9.2 cm.
    assert.ok(panel(wide) < 160 && panel(narrow) > 200, `${panel(wide)}, ${panel(narrow)}`);
    assert.equal(narrow.config.axis.labelFontSize, wide.config.axis.labelFontSize);
    // 9.2 cm are 348 CSS pixels.
    assert.match(html, /@media \(max-width:600px\)\{[^}]*\}#figure svg\{min-width:348px\}\}/);
  });

  it("writes a Vega-Lite document that compiles without a warning and has all rows", async () => {
    const document = JSON.parse(text("vl.json")) as { datasets: { summary: unknown[] } };
    assert.equal(document.datasets.summary.length, 108);
    const messages: unknown[] = [];
    const collect = (...parts: unknown[]) => void messages.push(parts);
    const logger = { level: () => logger, error: collect, warn: collect, info() {}, debug() {} };
    const { compile } = await import("vega-lite");
    compile(document as never, { logger: logger as never });
    assert.deepEqual(messages, []);
  });

  it("draws the Vega-Lite document at the size of the print", async () => {
    const vega = await import("vega");
    const { compile } = await import("vega-lite");
    const { spec } = compile(JSON.parse(text("vl.json")) as never);
    const view = new vega.View(vega.parse(spec), { renderer: "none" });
    const svg = await view.toSVG();
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.map(Number);
    assert.ok(Math.abs(width - 554.3) < 3, `${width}`);
    assert.ok(Math.abs(height - 226.2) < 3, `${height}`);
  });
});

/** A small check of nesting, quoting and escaping: enough for what Vega writes. */
function assertWellFormed(xml: string): void {
  const open: string[] = [];
  let at = 0;
  for (const tag of xml.matchAll(/<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const between = xml.slice(at, tag.index);
    assert.doesNotMatch(between, /[<]|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i, between);
    at = tag.index + tag[0].length;
    if (tag[1] === "/") assert.equal(open.pop(), tag[2], `</${tag[2]}> at ${tag.index}`);
    else if (tag[4] !== "/") open.push(tag[2]);
  }
  assert.deepEqual(open, []);
  assert.equal(xml.slice(at).trim(), "");
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as canvas from "@napi-rs/canvas";
import { renderFigure } from "../../../src/plot/renderFigure.js";
import { parseTheme } from "../../../src/plot/spec/readTheme.js";
import { UserError } from "../../../src/util/userError.js";

const paper = readFileSync("figures/themes/paper.json", "utf8");

/** Draws a figure with these pictures. */
const draw = (...urls: string[]) =>
  renderFigure(
    {
      spec: {
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        data: { name: "rows" },
        mark: { type: "image", width: 20, height: 20 },
        encoding: { x: { field: "x", type: "quantitative" }, url: { field: "url" } },
      },
      specName: "figures/mine.vl.json",
      data: { rows: urls.map((url, x) => ({ x, url })) },
      widthCm: 8,
      heightCm: 6,
      theme: parseTheme(paper, "figures/themes/paper.json"),
      title: "Pictures",
    },
    ["png"],
  );

const png = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString("base64")}`;

/** The header of a picture alone: whoever decodes it takes the memory of all its pixels first. */
function claimed(width: number, height: number): string {
  const bytes = canvas.createCanvas(1, 1).toBuffer("image/png");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return png(bytes);
}

describe("loadImages", () => {
  it("draws pictures that are inside the document", async () => {
    const drawn = canvas.createCanvas(8, 8).toBuffer("image/png");
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>';
    await draw(png(drawn), `data:image/svg+xml,${encodeURIComponent(svg)}`);
  });

  it("decodes none that would take more memory than a figure may", async () => {
    const refused = (reason: RegExp) => (error: unknown) =>
      error instanceof UserError && reason.test(error.message);
    await assert.rejects(
      draw(claimed(60_000, 60_000)),
      refused(/^figures\/mine\.vl\.json: an image mark shows "data:.*60000 x 60000 pixels: more/),
    );
    await assert.rejects(
      draw(claimed(5000, 5000), claimed(5001, 5000)),
      refused(/beside 25 million of other|no picture that can be read/),
    );
    await assert.rejects(
      draw("data:image/svg+xml,<svg><use href='#a'/></svg>"),
      refused(/is an SVG with <use>, and only shapes/),
    );
    await assert.rejects(draw("data:image/bmp;base64,Qk0="), refused(/is none of PNG, JPEG/));
  });
});

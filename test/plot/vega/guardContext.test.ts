import assert from "node:assert/strict";
import * as canvas from "@napi-rs/canvas";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { renderFigure } from "../../../src/plot/renderFigure.js";
import type { Figure, FigureFormat } from "../../../src/plot/spec/figure.js";
import { parseTheme } from "../../../src/plot/spec/readTheme.js";
import { canvasFont } from "../../../src/plot/vega/canvasFont.js";
import { guardContext } from "../../../src/plot/vega/guardContext.js";
import { UserError } from "../../../src/util/userError.js";

const paper = readFileSync("figures/themes/paper.json", "utf8");
const encoding = {
  x: { field: "x", type: "quantitative", scale: { domain: [0, 10] } },
  y: { field: "y", type: "quantitative", scale: { domain: [0, 10] } },
};

function figure(view: object, settings: Partial<Figure> = {}): Figure {
  return {
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      data: { name: "rows" },
      ...view,
    },
    specName: "figures/mine.vl.json",
    data: {
      rows: [
        { x: 1, y: 1 },
        { x: 9, y: 9 },
      ],
    },
    widthCm: 8,
    heightCm: 6,
    theme: parseTheme(paper, "figures/themes/paper.json"),
    title: "Guarded",
    ...settings,
  };
}

function draw(given: Figure, formats: readonly FigureFormat[] = ["pdf"]) {
  return renderFigure(given, formats, { onWarning: () => undefined, dpi: 72 });
}

async function refusal(given: Figure, formats?: readonly FigureFormat[]): Promise<string> {
  try {
    await draw(given, formats);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return "drawn";
}

function context(): SKRSContext2D {
  return guardContext(canvas.createCanvas(20, 20).getContext("2d"));
}

describe("what reaches the native canvas", () => {
  it("ends the program unguarded, which is why it is guarded", function () {
    const script = `
      const { createCanvas } = require("@napi-rs/canvas");
      createCanvas(1, 1).getContext("2d").font = process.argv[1];`;
    const attempt = (font: string) => spawnSync(process.execPath, ["-e", script, font]);
    assert.equal(attempt('12px "Source Sans 3"').status, 0);
    assert.equal(attempt('12px ",a", b').signal, "SIGABRT");
    assert.throws(() => canvasFont('12px ",a", b'), /no style, weight, size and family/);
  });

  it("takes fonts as they stand, and refuses what is none", () => {
    for (const font of [
      '400 8px "Source Sans 3", sans-serif',
      "italic small-caps bold 12.5px serif",
      "11px Noto Sans 中文",
    ]) {
      assert.equal(canvasFont(font), font);
    }
    for (const font of [
      '12px ",a"',
      '12px "a,", b',
      "12px ','",
      '12px ""',
      "12px a,,b",
      '12px "a\\", b',
      '"Source Sans 3", sans-serif 9px "Source Sans 3"',
      "[object Object] 9px a",
      "1e9px a",
      "NaNpx a",
      "12px a\u0000b",
    ]) {
      assert.throws(() => canvasFont(font), /is no /, font);
    }
  });

  it("measures weights between the hundreds as weights, not as sizes of 550 points", () => {
    const widthOf = (font: string) => {
      const measuring = context();
      measuring.font = font;
      return measuring.measureText("abc").width;
    };
    assert.equal(widthOf("550 10px a"), widthOf("600 10px a"));
    assert.ok(widthOf("1000 10px a") < 100);
  });

  it("passes all other calls on, lengths without end cut", () => {
    for (const end of [Infinity, -Infinity, 1e308, -1e308]) {
      const drawing = context();
      drawing.beginPath();
      drawing.arc(end, 5, Math.abs(end), 0, end);
      drawing.lineTo(end, end);
      drawing.setTransform(end, 0, 0, end, end, end);
      drawing.rect(0, end, end, end);
      drawing.setLineDash([Math.abs(end)]);
      drawing.stroke();
      drawing.createRadialGradient(end, 0, end, 0, 0, 1);
    }
    const drawing = context();
    assert.throws(() => drawing.arc(NaN, 0, 1, 0, 1), /null is no number for arc|NaN/);
    assert.throws(() => drawing.setLineDash([-1, 2]), /length of a dash/);
  });

  it("takes no colour for another one", () => {
    const drawing = context();
    drawing.fillStyle = "#123456";
    for (const colour of ["nonsense", "", "rgb(1,2", "none"]) {
      assert.throws(() => (drawing.fillStyle = colour), /is no colour/, colour);
    }
    for (const colour of ["red", "rgb(1, 2, 3)", "hsl(120, 50%, 50%)", "#abc", "transparent"]) {
      drawing.fillStyle = colour;
      assert.equal(drawing.fillStyle, colour);
    }
  });
});

describe("a figure whose parts the canvas does not know", function () {
  this.timeout(60_000);

  it("names the theme's part that ended the program", async () => {
    const changed = JSON.parse(paper) as { config: { axis: object } };
    changed.config.axis = {
      ...changed.config.axis,
      titleFontWeight: '"Source Sans 3", sans-serif',
    };
    const theme = parseTheme(JSON.stringify(changed), "figures/themes/mine.json");
    const message = await refusal(figure({ mark: "point", encoding }, { theme }), ["svg"]);
    assert.match(message, /^the theme paper, drawn with figures\/mine\.vl\.json: /);
    assert.match(message, /spec\.config\.axis\.titleFontWeight is .*Source Sans 3/);
    assert.match(message, /is no style, weight, size and family of type/);
  });

  it("names a family of a mark, an expression's too", async () => {
    for (const font of [{ expr: "'\",a'" }, { expr: "\"a,',',b\"" }]) {
      const text = { mark: { type: "text", font, text: "abc" }, encoding };
      assert.match(
        await refusal(figure(text), ["svg"]),
        /spec\.mark\.font\S* is .* family of type/,
      );
    }
  });

  it("names a colour that only a canvas does not know, in each format that one draws", async () => {
    for (const format of ["pdf", "png"] as const) {
      const mark = { type: "point", color: "rebeccapurpl" };
      const message = await refusal(figure({ mark, encoding }), [format]);
      assert.match(message, /spec\.mark\.color is "rebeccapurpl": .*"rebeccapurpl" is no colour/);
    }
  });

  it("draws what has the fill or the line none", async () => {
    const bytesOf = async (fill: string | null) =>
      (
        await draw(figure({ mark: { type: "bar", fill, stroke: "#ff0000" }, encoding }), ["png"])
      ).get("png");
    assert.deepEqual(await bytesOf("none"), await bytesOf("transparent"));
  });

  it("draws a line that leads beyond every page", async () => {
    const rows = [
      { x: 1, y: 1 },
      { x: 5, y: 1e300 },
      { x: 9, y: 1 },
    ];
    const mark = { type: "line", clip: true, color: "#ff0000" };
    const png = (await draw(figure({ mark, encoding }, { data: { rows } }), ["png"])).get("png")!;
    const image = await canvas.loadImage(Buffer.from(png));
    const { width, height } = image;
    const copy = canvas.createCanvas(width, height).getContext("2d");
    copy.drawImage(image, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const isRed = (at: number) => data[at] > 200 && data[at + 1] < 100 && data[at + 2] < 100;
    const red = Array.from({ length: width * height }, (_, i) => 4 * i).filter(isRed).length;
    assert.ok(red > 100, `${red} red pixels: the line leaves the panel and comes back`);
  });

  it("refuses a font whose name a list of fonts cannot hold", async () => {
    const fonts = [{ family: "a,b", regular: "/nowhere.ttf" }];
    const theme = { ...parseTheme(paper, "figures/themes/paper.json"), fonts };
    assert.match(
      await refusal(figure({ mark: "point", encoding }, { theme })),
      /font cannot be called "a,b"/,
    );
  });
});

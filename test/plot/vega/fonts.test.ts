import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderFigure } from "../../../src/plot/renderFigure.js";
import type { Figure, Theme } from "../../../src/plot/spec/figure.js";
import { readTheme } from "../../../src/plot/spec/readTheme.js";
import { UserError } from "../../../src/util/userError.js";
import { itemsOf, layOut } from "../../helpers/figures.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";
import { writeFiles } from "../../helpers/writeFiles.js";

const fonts = new URL("../../../fixtures/fonts/", import.meta.url).pathname;
const serif = { family: "Serif of the test", regular: join(fonts, "STIXTwoText-subset.ttf") };
const chinese = { family: "Chinese of the test", regular: join(fonts, "NotoSansSC-subset.ttf") };

function figure(settings: Partial<Figure> = {}, label = "model"): Figure {
  return {
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      data: { name: "rows" },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative" }, y: { field: label } },
    },
    specName: "mine.vl.json",
    data: { rows: [{ a: 1, [label]: label }] },
    widthCm: 8,
    heightCm: 5,
    theme: "paper",
    title: "Fonts",
    ...settings,
  };
}

async function themeWith(changes: Partial<Theme>, config: object = {}): Promise<Theme> {
  const paper = await readTheme("paper");
  return { ...paper, ...changes, config: { ...paper.config, ...config } };
}

describe("fonts of a figure", () => {
  const folder = temporaryFolder();

  it("sets, measures and embeds a font that a theme gives as a file", async () => {
    const theme = await themeWith({ fonts: [serif] }, { font: `"${serif.family}", serif` });
    const own = await layOut(figure({ theme }));
    const usual = await layOut(figure());
    const widthOf = (laidOut: typeof own) => {
      const [{ bounds }] = itemsOf(laidOut, "text", ({ role }) => role === "axis-title");
      return bounds.x2 - bounds.x1;
    };
    assert.notEqual(widthOf(own), widthOf(usual));
    const files = await renderFigure(figure({ theme }), ["svg", "pdf", "html"]);
    const svg = String(files.get("svg"));
    assert.match(svg, /@font-face\{font-family:"Serif of the test";font-weight:1 1000;/);
    assert.doesNotMatch(svg, /@font-face\{font-family:"Source Sans 3"/);
    assert.match(
      Buffer.from(files.get("pdf")!).toString("latin1"),
      /\/FontName \/[A-Z]+\+STIXTwoText/,
    );
    assert.match(String(files.get("html")), /@font-face\{font-family:"Serif of the test"/);
  });

  it("sets a figure in the font that a lookup gives", async () => {
    const svg = String((await renderFigure(figure({ font: serif }), ["svg"])).get("svg"));
    assert.match(svg, /font-family="&quot;Serif of the test&quot;"/);
  });

  it("sets signs of other scripts in a font that has them, measured with it", async () => {
    const theme = await themeWith({ fonts: [chinese] });
    const laidOut = await layOut(figure({ theme }, "模型甲"));
    assert.deepEqual(laidOut.warnings, []);
    const labels = itemsOf(laidOut, "text").filter(({ text }) => text === "模型甲");
    assert.equal(labels.length, 2);
    for (const { font } of labels) assert.match(font!, /"Source Sans 3", "Chinese of the test"/);
    // Three square signs of 7.5 points.
    const [label] = labels;
    assert.ok(Math.abs(label.bounds.x2 - label.bounds.x1 - 22.5) < 1, JSON.stringify(label.bounds));
    const svg = String((await renderFigure(figure({ theme }, "模型甲"), ["svg"])).get("svg"));
    assert.match(svg, /@font-face\{font-family:"Chinese of the test"/);
  });

  it("carries other scripts in HTML as parts of the page's own font, which browsers put together", async () => {
    const theme = await themeWith({ fonts: [chinese] });
    const html = String((await renderFigure(figure({ theme }, "模型"), ["html"])).get("html"));
    const rules = html.match(/@font-face\{[^}]*?;src/g) ?? [];
    const parts = rules.filter((rule) => rule.includes("unicode-range:U+578b,U+6a21;"));
    // A browser takes rules for one font only where their weights are the same.
    const own = rules.filter((rule) => !rule.includes("unicode-range"));
    const weightsOf = (some: string[]) => some.map((rule) => /weight:([\d ]+)/.exec(rule)?.[1]);
    assert.deepEqual(weightsOf(parts), ["1 499", "500 1000"]);
    assert.deepEqual(weightsOf(own), weightsOf(parts));
    assert.ok(rules.every((rule) => rule.includes('font-family:"Source Sans 3"')));
  });

  it("refuses signs that no font has, and says which package has them", async () => {
    await assert.rejects(layOut(figure({}, "नमस्ते")), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /Source Sans 3 has no glyph for "न" \(U\+0928\)/);
      assert.match(error.message, /npm install @expo-google-fonts\/noto-sans-devanagari/);
      return true;
    });
  });

  it("refuses a font that is not there, with its place", async () => {
    const theme = await themeWith({}, { font: "Times New Roman, serif" });
    await assert.rejects(
      layOut(figure({ theme })),
      /config\.font names the font "Times New Roman"/,
    );
    const spec = { ...figure().spec, config: { axis: { labelFont: "Comic Sans MS" } } };
    await assert.rejects(
      layOut(figure({ spec })),
      /mine\.vl\.json: config\.axis\.labelFont names the font "Comic Sans MS"/,
    );
    await assert.rejects(
      layOut(figure({ font: "Nothing Of The Kind" })),
      /the lookup names the font/,
    );
  });

  it("refuses files that are no fonts", async () => {
    writeFiles(folder(), { "bad.ttf": "no font", "x.woff2": "" });
    for (const [file, message] of [
      ["bad.ttf", /not a font that can be read/],
      ["x.woff2", /give a \.ttf or \.otf file/],
      ["missing.ttf", /there is no such font file/],
    ] as const) {
      const font = { family: `Font ${file}`, regular: join(folder(), file) };
      await assert.rejects(layOut(figure({ font })), message);
    }
  });

  it("reads the files of a theme's fonts relative to the theme", async () => {
    const theme = {
      name: "own",
      config: { font: "Mine" },
      colours: [["#000000"]],
      fonts: [{ family: "Mine", regular: "mine.ttf" }],
    };
    writeFiles(folder(), { "own.json": JSON.stringify(theme) });
    const read = await readTheme(join(folder(), "own.json"));
    assert.deepEqual(read.fonts, [{ family: "Mine", regular: join(folder(), "mine.ttf") }]);
  });

  it("scales all type with the size that a lookup asks for", async () => {
    const laidOut = await layOut(figure({ typePt: 6 }));
    const sizes = itemsOf(laidOut, "text").map(({ fontSize }) => fontSize);
    // Labels 7.5 and titles 8.5 in the theme.
    assert.deepEqual([...new Set(sizes)].sort(), [6, 6.8]);
  });
});

describe("the fixture fonts", () => {
  it("carry their licences", () => {
    for (const name of ["STIXTwoText-OFL.txt", "NotoSansSC-OFL.txt"]) {
      assert.match(readFileSync(join(fonts, name), "utf8"), /SIL OPEN FONT LICENSE/i);
    }
  });
});

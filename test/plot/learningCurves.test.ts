import assert from "node:assert/strict";
import type { Figure } from "../../src/plot/spec/figure.js";
import { renderFigure } from "../../src/plot/index.js";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { itemsOf, layOut, textsOf, type Laid } from "../helpers/figures.js";

type Points = readonly (readonly [x: number, centre: number | null])[];

/** Rows as the source `curves` gives them: one series, a panel for each tag, and a band of 10 % around the centre. */
function rowsOf(tags: Readonly<Record<string, Points>>): object[] {
  const place = { series: "MLP", seriesOrder: 0, dash: "", dashOrder: 0 };
  const none = {
    x: null,
    centre: null,
    lower: null,
    upper: null,
    raw: null,
    value: null,
    name: null,
  };
  return Object.entries(tags).flatMap(([tag, points], panelOrder) => {
    const panel = {
      ...place,
      ...none,
      panel: tag,
      panelOrder,
      tag,
      what: null,
      isAlone: false,
      n: 3,
    };
    const rest = { segment: 0, total: 3, statistic: "mean", interval: "sd", method: "sd" };
    return [
      { ...panel, ...rest, kind: "panel" },
      ...points.map(([x, centre]) => ({
        ...{ ...panel, ...rest, kind: "group", x, centre },
        lower: centre === null ? null : centre - 0.1 * Math.abs(centre),
        upper: centre === null ? null : centre + 0.1 * Math.abs(centre),
      })),
    ];
  });
}

async function draw(
  tags: Readonly<Record<string, Points>>,
  settings: Partial<Figure> = {},
): Promise<Laid> {
  const { spec, file } = await readSpec("learning-curves");
  return layOut({
    ...{ spec, specName: file, data: { curves: rowsOf(tags) } },
    ...{ widthCm: 13.97, heightCm: 6, theme: "paper", title: "Curves" },
    ...settings,
  });
}

const line = (from: number, to: number): Points =>
  Array.from({ length: 11 }, (_, i) => [100 * i, from + ((to - from) * i) / 10]);

const panelsOf = (laidOut: Laid) =>
  itemsOf(laidOut, "group", ({ name = "" }) => /_cell$/.test(name));
const titlesOf = (laidOut: Laid) =>
  itemsOf(laidOut, "text", ({ name = "" }) => /child_layer_1_marks$/.test(name));

/** Labels of the y axes, those of each panel by itself, from the bottom up. */
function yLabels(laidOut: Laid): string[][] {
  const labels = itemsOf(laidOut, "text", ({ role }) => role === "axis-label").filter(
    ({ align, text, opacity }) => align === "right" && text !== "" && opacity !== 0,
  );
  return panelsOf(laidOut).map((panel) =>
    labels
      .filter(({ pageX, pageY }) => {
        const [across, along] = [panel.pageX - pageX, pageY - panel.pageY];
        return across > 0 && across < 40 && along > -5 && along < panel.height! + 5;
      })
      .sort((a, b) => b.pageY - a.pageY)
      .map(({ text }) => String(text)),
  );
}

describe("learning curves", () => {
  it("break the title of a panel that is longer than the panel, and lose no letter of it", async () => {
    const tag =
      "train/a_tag_of_eighty_characters_which_people_really_do_write_for_their_losses_of_x";
    const laidOut = await draw({ acc: line(0, 1), [tag]: line(1, 0), "a, lr = 0.001": line(1, 0) });
    const panels = panelsOf(laidOut);
    assert.ok(
      panels.every(({ width = 0 }) => width > 150),
      String(panels[0].width),
    );
    const titles = titlesOf(laidOut).map(({ text }) => String(text));
    assert.deepEqual([titles[0], titles[2]], ["acc", "a, lr = 0.001"]);
    assert.ok(titles[1].includes("\n"));
    assert.equal(titles[1].replaceAll("\n", ""), tag);
    assert.deepEqual(laidOut.warnings, []);
    const [above, , ...others] = titlesOf(laidOut).map(({ bounds }) => bounds);
    for (const { x1, x2 } of [above, ...others]) assert.ok(x2 - x1 < 190);
  });

  it("break titles that are one long word, and keep numbers with their names", async () => {
    const word = "w".repeat(60);
    const tags = { [word]: line(0, 1), "convolutional network · lr = 0.0001": line(0, 1) };
    const laidOut = await draw(tags, { widthCm: 8.5, heightCm: 8 });
    const [first, second] = titlesOf(laidOut).map(({ text }) => String(text));
    assert.equal(first.replaceAll("\n", ""), word);
    assert.match(second, /(^|\n)[^\n]*lr = 0\.0001$/);
  });

  it("have one factor for all labels of an axis, which the title says", async () => {
    const laidOut = await draw(
      { tiny: line(4e-8, 1.6e-7), huge: line(4e29, 1.1e30), usual: line(0.1, 0.9) },
      { heightCm: 12 },
    );
    const titles = titlesOf(laidOut).map(({ text }) => String(text));
    assert.deepEqual(titles, ["tiny, ×10⁻⁷", "huge, ×10³⁰", "usual"]);
    const [tiny, huge, usual] = yLabels(laidOut);
    for (const labels of [tiny, huge, usual]) {
      assert.ok(labels.length >= 3 && new Set(labels).size === labels.length, labels.join(" "));
      assert.ok(
        labels.every((label) => /^\d+(\.\d+)?$/.test(label)),
        labels.join(" "),
      );
    }
    // 10 % above the largest centre lies the end of the band: 1.76e-7, 1.21e30.
    assert.ok(tiny.includes("1") && Math.max(...tiny.map(Number)) <= 2.0);
    assert.ok(huge.includes("1") && Math.max(...huge.map(Number)) <= 1.4);
  });

  it("begin and end at one place where panels stand below each other, whatever their labels", async () => {
    const tags = {
      a: line(0, 1),
      b: line(0, 1),
      "c long": line(0, 25000),
      d: line(-0.0015, 0.001),
    };
    const laidOut = await draw(tags, { heightCm: 10 });
    const panels = panelsOf(laidOut);
    for (const [above, below] of [
      [0, 2],
      [1, 3],
    ]) {
      assert.ok(Math.abs(panels[above].pageX - panels[below].pageX) < 0.01);
    }
    assert.ok(Math.min(...yLabels(laidOut).map(({ length }) => length)) >= 2);
    const config = laidOut.document.config as { readonly axisLeft?: { minExtent?: number } };
    assert.ok(config.axisLeft!.minExtent! > 20, "as a document of its own it looks the same");
  });

  it("label a log axis by powers of ten, or by plain numbers where it has less than two", async () => {
    const decades: Points = Array.from({ length: 8 }, (_, i) => [100 * i, 10 ** -i]);
    const laidOut = await draw({ decades, narrow: line(0.2, 0.85) }, { params: { yScale: "log" } });
    const [wide, narrow] = yLabels(laidOut);
    assert.ok(wide.length >= 3 && wide.every((label) => /^10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+$/.test(label)));
    assert.ok(narrow.length >= 2 && narrow.every((label) => /^0\.\d+$/.test(label)), narrow.join());
    // The curve fills its panel: no decade is empty.
    const [, panel] = panelsOf(laidOut);
    const places = itemsOf(laidOut, "line", ({ name = "" }) => /layer_2_layer_3_marks$/.test(name))
      .filter(({ pageX }) => pageX >= panel.pageX)
      .map(({ pageY }) => pageY);
    assert.ok(Math.max(...places) - Math.min(...places) > 0.7 * panel.height!);
  });

  it("break lines and bands where there is no value, and where a log axis cannot show one", async () => {
    const gap: Points = line(1, 2).map(([x, y], i) => [x, i === 4 || i === 5 ? null : y]);
    const below: Points = line(1, 2).map(([x, y], i) => [x, i === 4 || i === 5 ? -1 : y]);
    for (const [points, yScale] of [
      [gap, "linear"],
      [gap, "log"],
      [below, "log"],
    ] as const) {
      const laidOut = await draw({ loss: points }, { params: { yScale } });
      for (const [kind, layer] of [
        ["area", 0],
        ["line", 3],
      ] as const) {
        const isOfLayer = new RegExp(`layer_2_layer_${layer}_marks$`);
        const drawn = itemsOf(laidOut, kind, ({ name = "" }) => isOfLayer.test(name));
        const broken = drawn.filter((item) => "defined" in item && item.defined === false);
        assert.deepEqual([drawn.length, broken.length], [11, 2], kind);
      }
    }
  });

  it("are set in fonts that publishers take, behind dashed lines too", async () => {
    const { spec, file } = await readSpec("learning-curves");
    const loss = rowsOf({ loss: line(1, 2) });
    const two = [...loss, ...loss.map((row) => ({ ...row, series: "ViT", seriesOrder: 1 }))];
    const figure = {
      ...{ spec, specName: file, data: { curves: two }, theme: "paper", title: "Curves" },
      ...{ widthCm: 8.5, heightCm: 6 },
    };
    const pdf = Buffer.from((await renderFigure(figure, ["pdf"])).get("pdf")!).toString("latin1");
    assert.match(pdf, /\/Subtype \/CIDFontType2/);
    assert.doesNotMatch(pdf, /\/Subtype \/Type3/);
  });

  it("say in a panel why it is empty, and nothing more of it on standard error", async () => {
    const none: Points = line(0, 1).map(([x]) => [x, null]);
    const linear = await draw({ loss: line(1, 2), nan: none });
    const note = (laidOut: Laid) =>
      textsOf(laidOut, "mark").filter((text) => /^(no|nothing) /.test(text));
    assert.deepEqual(note(linear), ["no finite values"]);
    const log = await draw({ loss: line(1, 2), zero: line(0, 0) }, { params: { yScale: "log" } });
    assert.deepEqual(note(log), ["nothing above zero"]);
    assert.deepEqual([...linear.warnings, ...log.warnings], []);
  });
});

describe("a figure whose height nobody has set", () => {
  const eight = Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [`tag ${i}`, line(0, i + 1)]),
  );

  it("becomes as high as its panels need, and says so", async () => {
    const laidOut = await draw(eight, { widthCm: 8.5, heightCm: 5.1, isHeightFree: true });
    assert.ok(laidOut.figure.heightCm > 8 && laidOut.figure.heightCm < 23);
    assert.ok(Math.abs(laidOut.page.heightPt - (laidOut.figure.heightCm / 2.54) * 72) < 1e-6);
    for (const { height = 0 } of panelsOf(laidOut)) assert.ok(height > 45, String(height));
  });

  it("keeps the usual height where that does", async () => {
    const settings = { widthCm: 8.5, heightCm: 5.1, isHeightFree: true };
    assert.equal((await draw({ loss: line(0, 1) }, settings)).figure.heightCm, 5.1);
  });

  it("is refused in centimetres where it is fixed and too low", async () => {
    await assert.rejects(
      draw(eight, { widthCm: 8.5, heightCm: 5.1 }),
      /no room for the panels on a page of 8\.5 x 5\.1 cm\.\nMake the figure higher/,
    );
  });
});

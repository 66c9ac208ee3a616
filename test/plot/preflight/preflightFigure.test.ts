import assert from "node:assert/strict";
import { mergesIn } from "../../../src/plot/preflight/colourDistance.js";
import { preflightFigure } from "../../../src/plot/preflight/preflightFigure.js";
import type { Figure } from "../../../src/plot/spec/figure.js";
import { readTheme } from "../../../src/plot/spec/readTheme.js";
import { readSpec } from "../../../src/plot/spec/readSpec.js";
import { rangeFigure } from "../../helpers/figures.js";

const onWarning = () => undefined;
const problemsOf = async (figure: Figure, venue?: string) =>
  (await preflightFigure(figure, { venue, onWarning }))
    .filter(({ kind }) => kind === "problem")
    .map(({ place, what }) => `${place}: ${what}`);

/** A figure of points, one a row, with a series each unless the rows say otherwise. */
const points = async (rows: readonly object[], settings: Partial<Figure> = {}, mark = {}) =>
  ({
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      data: { name: "rows" },
      mark: { type: "point", filled: true, opacity: 1, size: 30, ...mark },
      encoding: {
        x: { field: "x", type: "quantitative" },
        y: { field: "y", type: "quantitative" },
        color: { field: "s", type: "nominal" },
      },
    },
    data: { rows },
    widthCm: 8.255,
    heightCm: 6,
    theme: await readTheme("paper"),
    title: "Points",
    ...settings,
  }) satisfies Figure;

describe("preflightFigure", () => {
  it("finds nothing to mend in the shipped figures at their sizes", async () => {
    assert.deepEqual(await problemsOf(await rangeFigure({ widthCm: 17.463, heightCm: 9 })), []);
    const column = await rangeFigure({ widthCm: 8.255, heightCm: 17 });
    assert.deepEqual(await problemsOf(column, "icml/column"), []);
  });

  it("names type under 6 pt with its panel, and the width that a venue has", async () => {
    const problems = await problemsOf(
      await rangeFigure({ widthCm: 17, heightCm: 9, typePt: 5 }),
      "neurips",
    );
    assert.ok(
      problems.includes(
        "the page: 17 cm wide, while neurips sets 13.97 cm: LaTeX would scale it, type too",
      ),
    );
    assert.ok(
      problems.some((line) => /^panel "Success rate": type of 5\.0 pt: "U/.test(line)),
      problems.join("\n"),
    );
  });

  it("names labels that lie on each other, flat and slanted", async () => {
    const { spec } = await readSpec("range");
    const { usermeta, ...rest } = spec;
    const narrow = await rangeFigure({
      spec: { ...rest, usermeta: { ...(usermeta as object), stack: undefined } },
      widthCm: 8.255,
      heightCm: 6,
    });
    const problems = await problemsOf({
      ...narrow,
      spec: JSON.parse(JSON.stringify(narrow.spec)) as Figure["spec"],
    });
    assert.ok(
      problems.some((line) => /labels lie on each other: "U\[−/.test(line)),
      problems.join("\n"),
    );
  });

  it("counts points that others hide, not those beside each other", async () => {
    const row = (x: number, y: number, s: string) => ({ x, y, s });
    const rows = [row(1, 1, "a"), row(1, 1, "b"), row(2, 2, "a"), row(3, 2, "b")];
    const hidden = (await problemsOf(await points(rows))).filter((line) =>
      /under others/.test(line),
    );
    assert.equal(hidden.length, 1);
    assert.match(hidden[0], /1 point lies under others$/);
    const apart = await problemsOf(await points(rows.slice(1)));
    assert.ok(apart.every((line) => !line.includes("under others")));
    const open = await problemsOf(await points(rows, {}, { filled: false }));
    assert.ok(open.every((line) => !line.includes("under others")));
  });

  it("names series that only colours tell apart where the colours merge, and too many of them", async () => {
    const rows = Array.from({ length: 10 }, (_, at) => ({ x: at, y: at, s: `s${at}` }));
    const colours = ["#D55E00", "#009E73"];
    const theme = { ...(await readTheme("paper")), colours: [colours] };
    const two = await problemsOf(await points(rows.slice(0, 2), { theme }));
    assert.ok(
      two.some((line) => /merge in grey: s0 and s1$/.test(line)),
      two.join("\n"),
    );
    const many = await problemsOf(await points(rows));
    assert.ok(
      many.includes("the legend: 10 series: a reader keeps about 8 apart"),
      many.join("\n"),
    );
  });

  it("names lines that printers may lose", async () => {
    const problems = await problemsOf(
      await points([{ x: 1, y: 1, s: "a" }], {}, { filled: false, strokeWidth: 0.1 }),
    );
    assert.ok(
      problems.some((line) => /1 lines are thinner than 0\.25 pt/.test(line)),
      problems.join("\n"),
    );
  });
});

describe("mergesIn", () => {
  it("sees colours as colour-blind readers and grey prints do", () => {
    // Red and olive green of one lightness: the classical pair of red-green blindness.
    assert.ok(mergesIn("#B35900", "#738000").some((sight) => sight.includes("deuteranopia")));
    assert.deepEqual(mergesIn("#000000", "#ffffff"), []);
    // Okabe and Ito chose blue and vermilion to be told apart by everybody in colour.
    assert.ok(mergesIn("#0072B2", "#D55E00").every((sight) => sight === "in grey"));
    assert.deepEqual(mergesIn("#777777", "#797979").length, 4);
  });
});

import assert from "node:assert/strict";
import { preflightFigure } from "../../../src/plot/preflight/preflightFigure.js";
import type { JsonObject } from "../../../src/plot/spec/figure.js";

const quantitative = (field: string, rest: object = {}) => ({
  field,
  type: "quantitative",
  ...rest,
});
const nominal = (field: string, rest: object = {}) => ({ field, type: "nominal", ...rest });
const at = { x: quantitative("x"), y: quantitative("y") };
const solidLine = { type: "line", strokeDash: [1, 0] };

/** What is found in a figure of one column by a spec of one's own, without its place. */
async function problems(spec: JsonObject, rows: readonly object[]): Promise<string[]> {
  const $schema = "https://vega.github.io/schema/vega-lite/v6.json";
  const figure = {
    spec: { $schema, data: { name: "rows" }, ...spec },
    data: { rows },
    ...{ widthCm: 8.255, heightCm: 6, theme: "paper", title: "Own" },
  };
  const findings = await preflightFigure(figure, { onWarning: () => undefined });
  for (const { place, remedy } of findings) assert.ok(place !== "" && remedy.length > 10);
  return findings.filter(({ kind }) => kind === "problem").map(({ what }) => what);
}

/** Lines of eleven points, one a series. */
const lines = (series: number, y: (series: number, x: number) => number | null) =>
  Array.from({ length: series }, (_, s) =>
    Array.from({ length: 11 }, (_, x) => ({ x, y: y(s, x), s: `s${s}` })),
  ).flat();

describe("the preflight of figures of one's own", () => {
  it("sees type that is too small, however its size was set", async () => {
    const spec = { mark: "text", encoding: { ...at, text: nominal("s"), size: { value: 5 } } };
    assert.deepEqual(await problems(spec, [{ x: 1, y: 2, s: "abc" }]), ['type of 5.0 pt: "abc"']);
  });

  it("sees texts that lie on each other, upright and level ones too", async () => {
    const text = (angle: number) => ({
      mark: { type: "text", angle },
      encoding: { ...at, text: nominal("s") },
    });
    const rows = [
      { x: 1, y: 2, s: "label" },
      { x: 0.5, y: 1, s: "other" },
    ];
    const found = await problems({ layer: [text(270), text(0)] }, rows);
    assert.deepEqual(found, ['labels lie on each other: "label", "other"']);
    assert.deepEqual(await problems(text(270), rows), []);
  });

  it("sees texts that are cut: by their limit, the page and the panel", async () => {
    const title = { text: ["a first line that does not fit at all", "second"], limit: 60 };
    const [limited] = await problems({ title, mark: "point", encoding: at }, [{ x: 1, y: 2 }]);
    assert.match(limited, /^"a first line that does not fit at all" is cut/);
    const clipped = (clip: boolean) => ({
      mark: { type: "text", clip },
      encoding: { ...at, x: quantitative("x", { scale: { domain: [0, 1] } }), text: nominal("s") },
    });
    const rows = [{ x: 1, y: 2, s: "half of it is cut" }];
    assert.deepEqual(await problems(clipped(true), rows), [
      'cut by the edge of the panel: "half of it is cut"',
    ]);
    assert.deepEqual(await problems(clipped(false), rows), []);
  });

  it("sees points inside larger ones, beneath bars, and beyond the axes", async () => {
    const bubbles = {
      mark: { type: "point", filled: true, opacity: 1 },
      encoding: {
        ...at,
        size: quantitative("z", { scale: null, legend: null }),
        order: quantitative("z"),
      },
    };
    const far = { x: 0, y: 0, z: 10 };
    const large = { x: 1.02, y: 1, z: 400 };
    assert.deepEqual(await problems(bubbles, [{ x: 1, y: 1, z: 10 }, large, far]), [
      "1 point lies under others",
    ]);
    assert.deepEqual(await problems(bubbles, [{ x: 0.5, y: 1, z: 10 }, large, far]), []);
    const under = {
      layer: [
        {
          mark: { type: "point", filled: true, opacity: 1 },
          encoding: { x: nominal("s"), y: quantitative("z") },
        },
        { mark: "bar", encoding: { x: nominal("s"), y: quantitative("y") } },
      ],
    };
    assert.deepEqual(
      await problems(under, [
        { s: "a", y: 3, z: 1 },
        { s: "b", y: 2, z: 2.5 },
      ]),
      ["1 point lies under others"],
    );
    const clipped = {
      mark: { type: "point", clip: true },
      encoding: { ...at, x: quantitative("x", { scale: { domain: [0, 1] } }) },
    };
    assert.deepEqual(
      await problems(clipped, [
        { x: 1.5, y: 2 },
        { x: 0.5, y: 1 },
      ]),
      ["1 point lies beyond the axes and is cut off"],
    );
  });

  it("sees intervals and lines that others cover, not those that show through dashes", async () => {
    const interval = {
      mark: { type: "rule", strokeWidth: 1 },
      encoding: {
        x: nominal("g"),
        y: quantitative("lo"),
        y2: { field: "hi" },
        color: nominal("s"),
      },
    };
    const [covered] = await problems(interval, [
      { g: "a", lo: 1, hi: 3, s: "A" },
      { g: "a", lo: 0, hi: 4, s: "B" },
      { g: "b", lo: 0, hi: 1, s: "A" },
    ]);
    assert.equal(covered, "1 interval lies under others");
    const line = (mark: object, dash: object = {}) => ({
      mark,
      encoding: {
        ...at,
        color: nominal("s", { scale: { range: ["#0072B2", "#E69F00"] } }),
        ...dash,
      },
    });
    assert.deepEqual(
      await problems(
        line(solidLine),
        lines(2, (_, x) => x * x),
      ),
      ["1 line lies under others"],
    );
    assert.deepEqual(
      await problems(
        line(solidLine),
        lines(2, (s, x) => x * x + 9 * s),
      ),
      [],
    );
    // Lines without a value are not drawn: none of two hides the other.
    const broken = { ...solidLine, invalid: "break-paths-show-domains" };
    const found = await problems(
      line(broken),
      lines(3, (series, x) => (series < 2 ? null : x)),
    );
    assert.ok(!found.some((finding) => finding.includes("lies under")), found.join("\n"));
    const dashes = {
      strokeDash: nominal("s", {
        scale: {
          range: [
            [1, 0],
            [4, 2],
          ],
        },
      }),
    };
    assert.deepEqual(
      await problems(
        line({ type: "line" }, dashes),
        lines(2, (_, x) => x * x),
      ),
      [],
    );
  });

  it("counts and compares the series of each legend, and colours that no legend explains", async () => {
    const two = {
      mark: { type: "line", strokeWidth: 1 },
      encoding: { ...at, color: nominal("a"), strokeDash: nominal("b") },
    };
    const rows = Array.from({ length: 25 }, (_, i) =>
      [0, 1].map((x) => ({ x, y: i, a: `a${i % 5}`, b: `b${Math.floor(i / 5)}` })),
    ).flat();
    const found = await problems(two, rows);
    assert.ok(!found.some((what) => /10 series|and b/.test(what)), found.join("\n"));

    const sizes = { mark: "point", encoding: { ...at, size: quantitative("z") } };
    assert.deepEqual(
      await problems(
        sizes,
        Array.from({ length: 9 }, (_, z) => ({ x: z, y: z, z })),
      ),
      [],
    );

    const color = nominal("s", { legend: null, scale: { range: ["#B35900", "#738000"] } });
    const merging = await problems(
      { mark: solidLine, encoding: { ...at, color } },
      lines(2, (s, x) => x + s),
    );
    assert.ok(merging.some((what) => /deuteranopia\): #B35900 and #738000/.test(what)));
    const many = await problems(
      { mark: "line", encoding: { ...at, color: nominal("s", { legend: null }) } },
      lines(12, (s, x) => x + s),
    );
    assert.ok(many.includes("12 colours and forms: a reader keeps about 8 apart"));
  });
});

import { readFileSync } from "node:fs";
import type { FigureFormat } from "../../../src/plot/spec/figure.js";
import { renderFigure } from "../../../src/plot/renderFigure.js";
import { parseSpec } from "../../../src/plot/spec/readSpec.js";
import { parseTheme } from "../../../src/plot/spec/readTheme.js";
import type { Fuzzer } from "../fuzzer.js";
import { mutateJson } from "../mutate.js";
import type { Random } from "../random.js";

const rows = [
  { a: "x", b: 1, c: 10 },
  { a: "y", b: 2, c: 100 },
  { a: "x", b: 3, c: 1000 },
];
const schema = "https://vega.github.io/schema/vega-lite/v6.json";
const encoding = {
  x: { field: "b", type: "quantitative", axis: { title: "B", format: ".1f" } },
  y: { field: "c", type: "quantitative", scale: { type: "log" } },
  color: { field: "a", type: "nominal", legend: { orient: "bottom" } },
};
const specs: readonly object[] = [
  { $schema: schema, data: { name: "rows" }, mark: { type: "line", point: true }, encoding },
  {
    $schema: schema,
    data: { name: "rows" },
    transform: [
      { calculate: "datum.b * 2", as: "d" },
      { filter: "datum.d > 2" },
      { aggregate: [{ op: "mean", field: "c", as: "m" }], groupby: ["a"] },
    ],
    mark: "bar",
    encoding: { x: { field: "a", type: "ordinal" }, y: { field: "m", type: "quantitative" } },
  },
  {
    $schema: schema,
    data: { name: "rows" },
    facet: { column: { field: "a", type: "nominal" } },
    spec: { layer: [{ mark: "point" }, { mark: { type: "rule", strokeDash: [2, 2] } }], encoding },
  },
  {
    $schema: schema,
    data: { name: "rows" },
    hconcat: [
      { mark: "area", encoding },
      { mark: "tick", encoding, width: 50 },
    ],
    params: [{ name: "p", value: 1 }],
  },
];

/** What a document is drawn as: with the canvas that measures, and with those that draw. */
const formats: readonly (readonly FigureFormat[])[] = [
  ["svg"],
  ["svg"],
  ["svg", "pdf"],
  ["png"],
  ["pgf"],
];

async function draw(spec: object, theme: string, random: Random): Promise<void> {
  const figure = {
    spec: parseSpec(JSON.stringify(spec), "figures/fuzz.vl.json"),
    specName: "figures/fuzz.vl.json",
    data: { rows },
    widthCm: 8,
    heightCm: 6,
    title: "Fuzz",
    theme: parseTheme(theme, "figures/themes/fuzz.json"),
  };
  await renderFigure(figure, random.pick(formats), { onWarning: () => undefined, dpi: 40 });
}

const themeText = readFileSync("figures/themes/paper.json", "utf8");

export const specFiles: Fuzzer = {
  name: "specs",
  attempt: (random: Random) =>
    draw(Object(mutateJson(random.pick(specs), random)) as object, themeText, random),
};

export const themeFiles: Fuzzer = {
  name: "themes",
  attempt: (random: Random) => {
    const theme = mutateJson(JSON.parse(themeText) as unknown, random);
    return draw(random.pick(specs), JSON.stringify(theme) ?? "", random);
  },
};

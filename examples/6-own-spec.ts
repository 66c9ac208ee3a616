// A Vega-Lite document of one's own, drawn as PDF and SVG at the size of the page.
import { writeFileSync } from "node:fs";
import { readRuns, renderFigure } from "tbfigures";

const rows: object[] = [];
for await (const { name, scalars } of readRuns("logs/svhn")) {
  const accuracy = scalars.get("acc/val");
  accuracy?.value.forEach((value, i) => rows.push({ run: name, step: accuracy.step[i], value }));
}
const spec = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  data: { name: "values" },
  mark: { type: "line", opacity: 0.5 },
  encoding: {
    x: { field: "step", type: "quantitative", title: "Step" },
    y: { field: "value", type: "quantitative", title: "Accuracy" },
    detail: { field: "run" },
  },
};
const size = { widthCm: 8.5, heightCm: 6 };
const figure = { spec, data: { values: rows }, ...size, theme: "paper", title: "All runs on SVHN" };
const drawings = await renderFigure(figure, ["pdf", "svg"]);
for (const [format, content] of drawings) writeFileSync(`runs.${format}`, content);

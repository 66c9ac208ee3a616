// A figure and a table out of logs, without a lookup file: numbers, drawings and LaTeX in memory.
import { writeFileSync } from "node:fs";
import { defineLookup, makeFigure, resolveFigure, resolveFolders, tableRows } from "tbfigures";

const accuracy = defineLookup("accuracy", {
  title: "Accuracy after training",
  runs: "logs",
  name: "{dataset}/{model}_seed-{seed}",
  quantity: { tag: "acc/val", take: "last", better: "larger", format: "percent" },
  rows: "dataset",
  series: { by: "model" },
  statistic: { centre: "mean", interval: "t95" },
});
const figure = await resolveFigure(accuracy, resolveFolders(), { dpi: 300 });
const { data, contents } = await makeFigure(figure, {
  formats: ["svg", "tex"],
  warn: (message) => console.error(message),
});
for (const row of tableRows(data.tables[""])) console.log(row);
for (const [name, content] of contents) writeFileSync(name, content);

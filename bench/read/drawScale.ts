import { type JsonObject, renderFigure } from "../../src/plot/index.js";

/** One measurement: microseconds of processor time per event, or milliseconds per run. */
export interface ScalePoint {
  readonly panel: "events" | "runs";
  readonly reader: string;
  readonly count: number;
  readonly time: number;
  readonly peakMegabytes: number;
}

const columns = [
  { panel: "events", x: "Events in one file", y: "Processor µs per event" },
  { panel: "runs", x: "Runs of 408 scalars", y: "Processor ms per run" },
] as const;

/** Draws time per item and peak memory against the number of items, as SVG. */
export async function drawScale(points: readonly ScalePoint[]): Promise<string> {
  const figure = {
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      vconcat: [
        { hconcat: columns.map(({ panel, x, y }) => view(panel, x, "time", y)) },
        {
          hconcat: columns.map(({ panel, x }) =>
            view(panel, x, "peakMegabytes", "Peak memory, MB"),
          ),
        },
      ],
    },
    data: { points },
    widthCm: 16,
    heightCm: 13,
    theme: "paper",
    title: "Reading time and memory against the size of the log",
    description: "Time per event and per run stays constant, and streaming in bounded memory.",
  };
  const files = await renderFigure(figure, ["svg"]);
  return files.get("svg") as string;
}

function view(panel: string, xTitle: string, field: string, yTitle: string): JsonObject {
  return {
    data: { name: "points" },
    transform: [{ filter: `datum.panel === '${panel}'` }],
    mark: { type: "line", point: true },
    encoding: {
      x: {
        field: "count",
        type: "quantitative",
        title: xTitle,
        scale: { type: "log" },
        axis: { format: "~s", tickCount: 5 },
      },
      y: { field, type: "quantitative", title: yTitle, scale: { domainMin: 0 } },
      color: { field: "reader", type: "nominal", title: null, legend: { orient: "bottom" } },
      shape: { field: "reader", type: "nominal", title: null, legend: { orient: "bottom" } },
    },
  };
}

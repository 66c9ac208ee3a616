import uPlot from "uplot";
import { axisText, durationText } from "./axisTexts.js";
import { themeColour } from "./colours.js";
import type { PanelView } from "./viewState.js";

const height = 240;

/** What a plot tells of. */
export interface PlotHooks {
  readonly draw: (plot: uPlot) => void;
  readonly move: (plot: uPlot) => void;
  readonly zoom: (plot: uPlot) => void;
}

/** Axes and pointer of a panel; its curves are drawn by who made it. */
export function makePlot(
  place: HTMLElement,
  { axis, isLog }: PanelView,
  data: uPlot.AlignedData,
  { draw, move, zoom }: PlotHooks,
): uPlot {
  const line = { stroke: themeColour("grid"), width: 1 };
  const text = {
    stroke: themeColour("text"),
    font: "12px system-ui, sans-serif",
    grid: line,
    ticks: line,
  };
  return new uPlot(
    {
      width: Math.max(place.clientWidth, 100),
      height,
      legend: { show: false },
      cursor: { points: { show: false }, drag: { x: true, y: false }, y: false },
      scales: {
        x: {
          time: axis === "time",
          range: (_plot: uPlot, min: number, max: number) => [min, max],
        },
        y: {
          distr: isLog ? 3 : 1,
          range: (_plot: uPlot, min: number, max: number) => [min, max],
        },
      },
      axes: [
        {
          ...text,
          size: 30,
          ...(axis === "relative" && {
            values: (_plot: uPlot, values: number[]) => values.map(durationText),
          }),
        },
        {
          ...text,
          size: 62,
          values: (_plot: uPlot, values: (number | null)[]) =>
            values.map((value) => (value === null ? "" : axisText(value))),
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        draw: [draw],
        setCursor: [move],
        setScale: [(scaled, key) => key === "x" && zoom(scaled)],
      },
    },
    data,
    place,
  );
}

/** A plot fills its place. */
export const fitPlot = (plot: uPlot, place: HTMLElement): void =>
  plot.setSize({ width: place.clientWidth, height });

import type { Lookup } from "../lookups/index.js";
import type { FigureFormat, JsonObject, RenderedFigure } from "../../plot/index.js";
import type { FigureData } from "./figureData.js";
import type { FigureStyle } from "./figureStyle.js";

export interface DrawOptions {
  readonly formats: readonly FigureFormat[];
  readonly dpi: number;
  readonly warn: (message: string) => void;
}

/** Draws a figure as its lookup says. */
export async function drawFigure(
  lookup: Lookup,
  spec: JsonObject,
  { specFile, themeFile }: FigureStyle,
  { rows }: FigureData,
  options: DrawOptions,
): Promise<RenderedFigure> {
  const { renderFigure } = await import("../../plot/index.js");
  const number = lookup.figure === undefined ? "" : `, figure ${lookup.figure}`;
  return renderFigure(
    {
      spec,
      specName: specFile,
      data: rows,
      ...lookup.size,
      theme: themeFile,
      title: lookup.title,
      description: lookup.paper && `${lookup.paper}${number}`,
      panels: lookup.panels,
      params: lookup.params,
    },
    options.formats,
    { dpi: options.dpi, onWarning: options.warn },
  );
}

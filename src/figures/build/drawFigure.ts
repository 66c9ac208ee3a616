import type { FigureFormat, JsonObject, RenderedFigure } from "../../plot/index.js";
import type { ResolvedFigure } from "../resolve/resolvedFigure.js";
import type { FigureData } from "./figureData.js";

export interface DrawOptions {
  readonly formats: readonly FigureFormat[];
  readonly warn: (message: string) => void;
}

/** Draws a figure as its lookup says. */
export async function drawFigure(
  { lookup, spec: { path: specFile }, theme, dpi }: ResolvedFigure,
  spec: JsonObject,
  { rows }: FigureData,
  options: DrawOptions,
): Promise<RenderedFigure> {
  const { parseTheme, renderFigure } = await import("../../plot/index.js");
  const number = lookup.figure === undefined ? "" : `, figure ${lookup.figure}`;
  return renderFigure(
    {
      spec,
      specName: specFile,
      data: rows,
      ...lookup.size,
      theme: parseTheme(theme.text, theme.path),
      title: lookup.title,
      description: lookup.paper && `${lookup.paper}${number}`,
      panels: lookup.panels,
      params: lookup.params,
    },
    options.formats,
    { dpi, onWarning: options.warn },
  );
}

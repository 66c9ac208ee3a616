import { basename, resolve } from "node:path";
import type { FigureFormat, FontFamily, JsonObject, RenderedFigure } from "../../plot/index.js";
import type { Lookup } from "../lookups/index.js";
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
  const { figureSize, parseTheme, renderFigure } = await import("../../plot/index.js");
  const { typePt, ...size } = figureSize(lookup.size, spec, lookup.origin);
  const font = fontOf(lookup);
  const number = lookup.figure === undefined ? "" : `, figure ${lookup.figure}`;
  return renderFigure(
    {
      spec,
      specName: specFile,
      data: rows,
      ...size,
      ...(font !== undefined && { font }),
      typePt: lookup.type ?? typePt,
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

/** The font that a lookup names: a family's name, or files relative to the lookup's. */
function fontOf({ font, folder }: Lookup): string | FontFamily | undefined {
  const isFile = (name: string) => /\.[a-z0-9]+$/i.test(name);
  if (font === undefined || (typeof font === "string" && !isFile(font))) return font;
  const { regular, bold } = typeof font === "string" ? { regular: font, bold: undefined } : font;
  return {
    family: basename(regular).replace(/\.[^.]*$/, ""),
    regular: resolve(folder, regular),
    ...(bold !== undefined && { bold: resolve(folder, bold) }),
  };
}

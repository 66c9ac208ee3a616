import { type LaidOutFigure, layoutFigure } from "./layout/layoutFigure.js";
import { drawPdf, drawPng } from "./output/drawCanvas.js";
import { drawOutlinedSvg } from "./output/drawOutlinedSvg.js";
import { drawSvg } from "./output/drawSvg.js";
import { preloadFontTools } from "./output/embedFonts.js";
import { drawPgf } from "./output/pgf/drawPgf.js";
import { writeHtml } from "./output/writeHtml.js";
import { writeVegaLite } from "./output/writeVegaLite.js";
import type {
  Figure,
  FigureFormat,
  RenderedFigure,
  RenderOptions,
  SvgText,
} from "./spec/figure.js";
import { readTheme } from "./spec/readTheme.js";
import { loadVega } from "./vega/loadVega.js";

/**
 * Renders a figure at its exact outer size in each of the formats; the same figure gives the same bytes.
 *
 * @returns the contents of each format's file
 * @throws {UserError} when spec, data, theme, parameters, panels and page do not fit together
 */
export async function renderFigure(
  figure: Figure,
  formats: readonly FigureFormat[],
  options: RenderOptions = {},
): Promise<RenderedFigure> {
  const { dpi = 300, svgText = "font", onWarning = (message) => console.warn(message) } = options;
  preloadFigureTools(formats);
  const [libraries, theme] = await Promise.all([
    loadVega(),
    typeof figure.theme === "string" ? readTheme(figure.theme) : figure.theme,
  ]);
  const laidOut = await layoutFigure(figure, theme, libraries, onWarning);
  const files: RenderedFigure = new Map();
  try {
    // Packing the PNG takes as long as all the others together: it begins first.
    const png = formats.includes("png") ? await drawPng(laidOut, dpi) : undefined;
    const others: RenderedFigure = new Map();
    for (const format of formats) {
      if (format !== "png") others.set(format, await draw(laidOut, format, svgText, onWarning));
    }
    for (const format of formats) {
      const file = others.get(format) ?? (await png?.file);
      if (file !== undefined) files.set(format, file);
    }
  } catch (error) {
    throw await laidOut.explain(error);
  }
  laidOut.view.finalize();
  return files;
}

/** Starts to load what figures are drawn with, for callers that wait for something else first. */
export function preloadFigureTools(formats: readonly FigureFormat[]): void {
  // Errors are met again by renderFigure.
  loadVega().catch(() => undefined);
  if (formats.includes("svg") || formats.includes("html")) preloadFontTools();
}

function draw(
  laidOut: LaidOutFigure,
  format: Exclude<FigureFormat, "png">,
  svgText: SvgText,
  onWarning: (message: string) => void,
): Promise<Uint8Array | string> | string {
  switch (format) {
    case "pdf":
      return drawPdf(laidOut);
    case "svg":
      return svgText === "outline" ? drawOutlinedSvg(laidOut) : drawSvg(laidOut);
    case "html":
      return writeHtml(laidOut);
    case "vl.json":
      return writeVegaLite(laidOut);
    case "pgf":
      return drawPgf(laidOut, onWarning);
  }
}

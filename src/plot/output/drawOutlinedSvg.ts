import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { prepareContext } from "../vega/loadVega.js";
import { paintScene } from "./drawCanvas.js";
import { svgHead } from "./svgHead.js";

/**
 * An SVG of the figure whose letters are outlines, for programs that know no fonts in SVG: it looks the same everywhere.
 * Its texts are no longer texts; title and description remain.
 */
export async function drawOutlinedSvg(laidOut: LaidOutFigure): Promise<string> {
  const { libraries, page } = laidOut;
  const { createCanvas, SvgExportFlag } = libraries.canvas;
  const [width, height] = [Math.ceil(page.widthPt), Math.ceil(page.heightPt)];
  const canvas = createCanvas(width, height, SvgExportFlag.ConvertTextToPaths);
  await paintScene(laidOut, prepareContext(canvas.getContext("2d")), 1);
  const svg = canvas.getContent().toString("utf8");
  const opening = /<svg[^>]*>/.exec(svg);
  if (opening === null) throw new Error("Expected the canvas to write an <svg> element");
  const body = svg.slice(opening.index + opening[0].length).trim();
  return `${svgHead(laidOut)}${withShortNumbers(body)}\n`;
}

/** To 0.001 pt: a third of what the letters would take otherwise. */
function withShortNumbers(svg: string): string {
  return svg
    .replace(/-?\d*\.\d{4,}/g, (text) => String(Number(Number(text).toFixed(3)) + 0))
    .replace(/>\s+</g, "><");
}

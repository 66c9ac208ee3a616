import { markupText } from "../../util/text/markupText.js";
import type { LaidOutFigure } from "../layout/layoutFigure.js";

/** A number as SVG shows it, to 0.0001 pt. */
export const svgNumber = (value: number): string => String(Number(value.toFixed(4)));

/**
 * What an SVG of a figure begins with: the page, what it shows in words, and white paper, as readers with a dark screen
 * would see dark type on a dark ground.
 *
 * @param style CSS, if it needs some
 */
export function svgHead({ page, figure }: LaidOutFigure, style?: string): string {
  const { title, description } = figure;
  const [width, height] = [svgNumber(page.widthPt), svgNumber(page.heightPt)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" class="marks"`,
    ` width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${markupText(title)}</title>`,
    description === undefined ? "" : `<desc>${markupText(description)}</desc>`,
    style === undefined ? "" : `<style>${style}</style>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
  ].join("");
}

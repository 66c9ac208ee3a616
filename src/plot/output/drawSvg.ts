import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { closedLoader } from "../vega/closedLoader.js";
import { familiesOf, fontFamily, type FontFile, fontFileFor, isFamily } from "../vega/fonts.js";
import { untyped } from "../vega/loadVega.js";
import { allMarks, sceneRoot } from "../vega/sceneTree.js";
import { embedFonts } from "./embedFonts.js";
import { svgHead, svgNumber } from "./svgHead.js";

/** An SVG of the figure that carries its fonts, so that it looks the same everywhere. */
export async function drawSvg(laidOut: LaidOutFigure): Promise<string> {
  const { libraries, page, fit, view } = laidOut;
  const { vega } = libraries;
  vega.resetSVGDefIds();
  const { SVGStringRenderer } = untyped(vega);
  const rendered = await new SVGStringRenderer(closedLoader(vega))
    .initialize(
      null,
      page.widthPt / fit.scale,
      page.heightPt / fit.scale,
      fit.origin.map((offset) => offset / fit.scale),
      1,
    )
    .renderAsync(sceneRoot(view));
  // The picture as a whole has the title and description; what its parts say to screen readers is in the HTML.
  const svg = rendered.svg().replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, "");
  const opening = /^<svg[^>]*>/.exec(svg)?.[0];
  if (opening === undefined) throw new Error("Expected Vega to write an <svg> element");
  const head = svgHead(laidOut, await embedFonts(textsByFile(laidOut)));
  const body = withRoundedPlaces(svg.slice(opening.length));
  if (fit.scale === 1) return `${head}${body}\n`;
  const inner = body.replace(/<\/svg>\s*$/, "");
  return `${head}<g transform="scale(${svgNumber(fit.scale)})">${inner}</g></svg>\n`;
}

/**
 * Rounds places and lengths to 0.0001 pt: the last bits of a logarithmic axis depend on the JavaScript engine, and the
 * bytes of a figure must not.
 */
function withRoundedPlaces(svg: string): string {
  return svg.replace(/ (?:transform|d|x|y|x1|x2|y1|y2|width|height|points)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d*\.\d{5,}(?:e[-+]?\d+)?|-?\d+(?:\.\d+)?e[-+]?\d+/g, (text) =>
      String(Number(Number(text).toFixed(4)) + 0),
    ),
  );
}

/** All text that a figure shows, by the font file that it is set in. */
export function textsByFile({ view }: LaidOutFigure): Map<FontFile, string> {
  const texts = new Map<FontFile, string>();
  for (const mark of allMarks(sceneRoot(view))) {
    if (mark.marktype !== "text") continue;
    for (const { text, font, fontWeight } of mark.items) {
      for (const family of familiesOf(font ?? fontFamily).filter(isFamily)) {
        const file = fontFileFor(`"${family}"`, fontWeight);
        texts.set(file, `${texts.get(file) ?? ""}${[text].flat().join("")}…`);
      }
    }
  }
  return texts;
}

import type { LaidOutFigure } from "../../layout/layoutFigure.js";
import { paintScene } from "../drawCanvas.js";
import { PgfContext } from "./pgfContext.js";

/** The most signs that a warning lists. */
const mostListed = 8;

/** What the usual fonts of LaTeX do not have: letters of all scripts but Latin, and pictures. */
const foreign = /(?!\p{Script=Latin})\p{L}|[\u{1F000}-\u{1FAFF}]/gu;

/**
 * The figure as a PGF picture to `\input` into a LaTeX document, of exactly the PDF's size. LaTeX sets the labels, in the
 * document's own font.
 *
 * @param onWarning told of signs that this font has to have
 */
export async function drawPgf(
  laidOut: LaidOutFigure,
  onWarning: (message: string) => void,
): Promise<string> {
  const { page, figure } = laidOut;
  const context = new PgfContext(page.heightPt);
  await paintScene(laidOut, context, 1);
  const length = (value: number) => `${Number(value.toFixed(4))}bp`;
  const comment = (text: string) => `% ${text.replace(/\s+/g, " ")}`;
  const signs = [...new Set(context.commands.join("").match(foreign) ?? [])];
  const listed = signs.slice(0, mostListed).join(" ");
  const more = signs.length > mostListed ? ` and ${signs.length - mostListed} more` : "";
  const needed =
    signs.length === 0
      ? undefined
      : `The document's font must have ${listed}${more}: xelatex or lualatex, with \\setmainfont of one that does`;
  if (needed !== undefined) onWarning(`PGF: ${needed}. In the PDF they are drawn.`);
  return `${[
    comment(figure.title),
    ...(figure.description === undefined ? [] : [comment(figure.description)]),
    comment("Made by tbfigures. Needs \\usepackage{pgf} in the preamble; then \\input this file."),
    ...(needed === undefined ? [] : [comment(needed)]),
    "\\begingroup",
    ...context.definitions,
    "\\begin{pgfpicture}",
    `\\pgfpathrectangle{\\pgfpointorigin}{\\pgfqpoint{${length(page.widthPt)}}{${length(page.heightPt)}}}`,
    "\\pgfusepath{use as bounding box}",
    ...context.commands,
    "\\end{pgfpicture}",
    "\\endgroup",
  ].join("%\n")}%\n`;
}

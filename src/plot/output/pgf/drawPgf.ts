import type { LaidOutFigure } from "../../layout/layoutFigure.js";
import { paintScene } from "../drawCanvas.js";
import { PgfContext } from "./pgfContext.js";

/**
 * The figure as a PGF picture to `\input` into a LaTeX document, of exactly the PDF's size. LaTeX sets the labels, in the
 * document's own font.
 */
export async function drawPgf(laidOut: LaidOutFigure): Promise<string> {
  const { page, figure } = laidOut;
  const context = new PgfContext(page.heightPt);
  await paintScene(laidOut, context, 1);
  const length = (value: number) => `${Number(value.toFixed(4))}bp`;
  const comment = (text: string) => `% ${text.replace(/\s+/g, " ")}`;
  return `${[
    comment(figure.title),
    ...(figure.description === undefined ? [] : [comment(figure.description)]),
    comment("Made by tbfigures. Needs \\usepackage{pgf} in the preamble; then \\input this file."),
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

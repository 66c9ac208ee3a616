import type { SKRSContext2D } from "@napi-rs/canvas";
import type { LaidOutFigure } from "../layout/layoutFigure.js";
import { points } from "../layout/pageSize.js";
import { closedLoader } from "../vega/closedLoader.js";
import { prepareContext, untyped } from "../vega/loadVega.js";
import { sceneRoot } from "../vega/sceneTree.js";
import { finishPdf } from "./pdf/finishPdf.js";
import { setMediaBox } from "./pdf/setMediaBox.js";
import { setResolution } from "./setResolution.js";

/** A one-page PDF whose page is exactly the figure, with its fonts embedded. */
export async function drawPdf(laidOut: LaidOutFigure): Promise<Uint8Array> {
  const { libraries, page, figure } = laidOut;
  const [width, height] = [Math.ceil(page.widthPt), Math.ceil(page.heightPt)];
  const document = new libraries.canvas.PDFDocument({
    title: figure.title,
    ...(figure.description === undefined ? {} : { subject: figure.description }),
    creator: "tbfigures",
    producer: "tbfigures (Skia/PDF)",
  });
  const context = document.beginPage(width, height) as SKRSContext2D;
  await paintScene(laidOut, prepareContext(context), 1);
  document.endPage();
  const pdf = setMediaBox(document.close(), page.widthPt, page.heightPt, height);
  const { title, description = title } = figure;
  return finishPdf(pdf, { title, description, language: "en" });
}

/** A PNG that is painted, and is being packed in another thread. */
export interface PaintedPng {
  readonly file: Promise<Uint8Array>;
}

/**
 * A PNG of the figure on white.
 *
 * @param dpi dots per inch; the file says so (`pHYs`)
 */
export async function drawPng(laidOut: LaidOutFigure, dpi: number): Promise<PaintedPng> {
  const { libraries, figure } = laidOut;
  const scale = dpi / 72;
  const pixels = (centimetres: number) => Math.max(1, Math.round(points(centimetres) * scale));
  const canvas = libraries.canvas.createCanvas(pixels(figure.widthCm), pixels(figure.heightCm));
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  await paintScene(laidOut, prepareContext(context), scale);
  const { title, description = title } = figure;
  const texts = { Title: title, Description: description, Software: "tbfigures" };
  const packed = canvas.encode("png");
  // Whoever waits for the file meets the error.
  packed.catch(() => undefined);
  return { file: packed.then((png) => setResolution(png, dpi, texts)) };
}

/** Paints a figure on anything that takes a canvas's calls. */
export async function paintScene(
  laidOut: LaidOutFigure,
  context: object,
  scale: number,
): Promise<void> {
  const { libraries, page, fit, view } = laidOut;
  const { CanvasRenderer } = untyped(libraries.vega);
  const origin = fit.origin.map((offset) => offset / fit.scale);
  await new CanvasRenderer(closedLoader(libraries.vega))
    // What lies beyond the width and height given here is not drawn: they count in units of the scaled drawing.
    .initialize(
      null,
      page.widthPt / fit.scale,
      page.heightPt / fit.scale,
      origin,
      scale * fit.scale,
      {
        externalContext: context,
      },
    )
    .renderAsync(sceneRoot(view));
}

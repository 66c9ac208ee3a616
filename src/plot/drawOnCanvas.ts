import type { SKRSContext2D } from "@napi-rs/canvas";
import { layoutFigure } from "./layout/layoutFigure.js";
import { paintScene } from "./output/drawCanvas.js";
import type { Figure } from "./spec/figure.js";
import { readTheme } from "./spec/readTheme.js";
import { type Libraries, loadVega, prepareContext } from "./vega/loadVega.js";

export interface CanvasOptions {
  /** Pixels of the canvas for each point (1/72 inch) of the figure. Default: 1. */
  readonly scale?: number;
  /** Told what is odd about the figure; default: `console.warn`. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Draws a figure on the 2D context of any canvas of the standard interface: a browser's, `@napi-rs/canvas`, the package
 * `canvas`. It takes `width` times `height` pixels from the origin on; nothing is painted behind it.
 *
 * @param context where the canvas's `getContext("2d")` draws; it writes texts in its own fonts of the figure's names
 * @returns how many pixels it takes
 * @throws {UserError} when spec, data and page do not fit together
 */
export async function drawOnCanvas(
  figure: Figure,
  context: object,
  { scale = 1, onWarning = (message) => console.warn(message) }: CanvasOptions = {},
): Promise<{ readonly width: number; readonly height: number }> {
  const libraries = await loadVega();
  const theme = typeof figure.theme === "string" ? await readTheme(figure.theme) : figure.theme;
  const laidOut = await layoutFigure(figure, theme, libraries, onWarning);
  try {
    await paintScene(
      laidOut,
      isOwnKind(context, libraries) ? prepareContext(context) : context,
      scale,
    );
  } catch (error) {
    throw await laidOut.explain(error);
  } finally {
    laidOut.view.finalize();
  }
  const { widthPt, heightPt } = laidOut.page;
  return { width: Math.round(widthPt * scale), height: Math.round(heightPt * scale) };
}

/** Whether it is a context of the canvas that figures are drawn with here, whose oddities are known. */
function isOwnKind(context: object, { canvas }: Libraries): context is SKRSContext2D {
  const own: object = canvas.createCanvas(1, 1).getContext("2d");
  return Object.getPrototypeOf(context) === Object.getPrototypeOf(own);
}

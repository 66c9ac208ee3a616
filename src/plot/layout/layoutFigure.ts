import type { View } from "vega";
import type { Figure, JsonObject, Theme } from "../spec/figure.js";
import { fitToPage, type Fit, type Page } from "./fitToPage.js";
import { innerSizes } from "./innerSizes.js";
import type { Libraries } from "./loadVega.js";
import { points } from "./pageSize.js";
import { prepareSpec } from "../spec/prepareSpec.js";
import { compileSpec } from "./compileSpec.js";
import { replaceMissingGlyphs } from "./replaceMissingGlyphs.js";
import { sceneRoot } from "./sceneTree.js";
import { isObject } from "../spec/walkViews.js";
import { withFit } from "./withFit.js";
import { withLegendSignal } from "./wrapLegends.js";

/** A figure that is laid out on its page and can be drawn in any format. */
export interface LaidOutFigure {
  readonly figure: Figure;
  readonly libraries: Libraries;
  /** The complete Vega-Lite document at its final size. */
  readonly document: JsonObject;
  readonly view: View;
  readonly page: Page;
  readonly fit: Fit;
}

const defaultMarginPt = 3;

/**
 * Prepares, compiles and fits a figure.
 *
 * @throws {UserError} when spec, data, theme and page do not fit together
 */
export async function layoutFigure(
  figure: Figure,
  theme: Theme,
  libraries: Libraries,
  onWarning: (message: string) => void,
): Promise<LaidOutFigure> {
  const { vega, vegaLite } = libraries;
  const name = figure.specName ?? "the spec";
  const document = prepareSpec(figure, theme);
  const logger = collectingLogger(vega, (message) => {
    if (!isAboutEmptyPanel(message, figure)) onWarning(`${name}: ${message}`);
  });
  const compiled = withLegendSignal(compileSpec(vegaLite, document, name, logger));
  const page: Page = {
    widthPt: points(figure.widthCm),
    heightPt: points(figure.heightCm),
    marginPt: marginOf(document),
  };
  const view = new vega.View(vega.parse({ ...compiled, autosize: "none", padding: 0 } as never), {
    renderer: "none",
    logger: logger as never,
  });
  const fit = await fitToPage(view, innerSizes(compiled), page, name);
  if (fit.scale < 0.99) {
    onWarning(
      `${name}: the spec fixes sizes that do not fit the page; everything is drawn at ${(100 * fit.scale).toFixed(0)} % of its size, type too. Leave out "width", "height" and "step".`,
    );
  }
  await replaceMissingGlyphs(sceneRoot(view), (message) => onWarning(`${name}: ${message}`));
  return { figure, libraries, document: withFit(document, fit), view, page, fit };
}

function marginOf(document: JsonObject): number {
  const config = isObject(document.config) ? document.config : {};
  const padding = document.padding ?? config.padding;
  return typeof padding === "number" ? padding : defaultMarginPt;
}

/** A Vega logger that hands on each warning and error once. */
function collectingLogger(vega: Libraries["vega"], onWarning: (message: string) => void): object {
  const seen = new Set<string>();
  const logger = vega.logger(vega.Warn);
  const report = (...parts: readonly unknown[]) => {
    const message = parts
      .map((part) => (part instanceof Error ? part.message : String(part)))
      .join(" ");
    if (!seen.has(message)) onWarning(message);
    seen.add(message);
    return logger;
  };
  logger.warn = report;
  logger.error = report;
  return logger;
}

/**
 * Whether a warning only says that a panel has no values to scale its axis by, which readers see. Values that are
 * there but are no numbers are another matter.
 */
function isAboutEmptyPanel(message: string, figure: Figure): boolean {
  const field = /^Infinite extent for field "(.+)"/.exec(message)?.[1];
  if (field === undefined) return false;
  return Object.values(figure.data)
    .flat()
    .every((row) => {
      const value = (row as Record<string, unknown>)[field];
      return value === null || value === undefined || typeof value === "number";
    });
}

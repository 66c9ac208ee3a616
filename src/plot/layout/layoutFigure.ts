import type { View } from "vega";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import type { Figure, JsonObject, Theme } from "../spec/figure.js";
import { prepareSpec } from "../spec/prepareSpec.js";
import { isObject } from "../spec/walkViews.js";
import { closedLoader } from "../vega/closedLoader.js";
import { explainFault } from "../vega/explainFault.js";
import { FaultLogger } from "../vega/faultLogger.js";
import { loadImages } from "../vega/loadImages.js";
import { type Libraries, measureWith, prepareContext, untyped } from "../vega/loadVega.js";
import { sceneRoot } from "../vega/sceneTree.js";
import { withAxisExtent } from "./alignPanels.js";
import { chooseFonts, registerNamedFonts } from "./chooseFonts.js";
import { compileSpec } from "./compileSpec.js";
import { cutTexts } from "./cutTexts.js";
import { finishScene } from "./finishScene.js";
import { type Fit, fitToPage, type Page } from "./fitToPage.js";
import { growPage } from "./growPage.js";
import { innerSizes } from "./innerSizes.js";
import { inCentimetres, points } from "./pageSize.js";
import { replaceMissingGlyphs } from "./replaceMissingGlyphs.js";
import { withFit } from "./withFit.js";
import { withLegendSignal } from "./wrapLegends.js";
import { wrapTitles } from "./wrapTitles.js";

/** A figure that is laid out on its page and can be drawn in any format. */
export interface LaidOutFigure {
  readonly figure: Figure;
  readonly libraries: Libraries;
  /** The complete Vega-Lite document at its final size. */
  readonly document: JsonObject;
  readonly view: View;
  readonly page: Page;
  readonly fit: Fit;
  /** What to tell the user of an error that comes up while the figure is drawn. */
  readonly explain: (error: unknown) => UserError | Promise<UserError>;
}

const defaultMarginPt = 3;

/** The layout of one figure after the other: random numbers, time zone and fonts are settings of the whole program. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Prepares, compiles and fits a figure.
 *
 * @throws {UserError} when spec, data, theme and page do not fit together
 */
export function layoutFigure(
  figure: Figure,
  theme: Theme,
  libraries: Libraries,
  onWarning: (message: string) => void,
): Promise<LaidOutFigure> {
  const mine = turn.then(() => inUtc(() => layOut(figure, theme, libraries, onWarning)));
  turn = mine.catch(() => undefined);
  return mine;
}

async function layOut(
  figure: Figure,
  plainTheme: Theme,
  libraries: Libraries,
  onWarning: (message: string) => void,
): Promise<LaidOutFigure> {
  const name = figure.specName ?? "the spec";
  const theme = chooseFonts(figure, plainTheme, libraries);
  const { document: prepared, complaints } = prepareSpec(figure, theme, onWarning);
  const document = wrapTitles(prepared, libraries, name, figure.widthCm);
  const logger = new FaultLogger(libraries.vega, (message) => {
    if (!isAboutEmptyPanel(message, figure)) onWarning(`${name}: ${message}`);
  });
  const usualPage: Page = {
    widthPt: points(figure.widthCm),
    heightPt: points(figure.heightCm),
    marginPt: marginOf(document),
  };
  const explain = (error: unknown) =>
    error instanceof UserError
      ? error
      : explainFault(
          document,
          error,
          (candidate) => tryToDraw(candidate, libraries),
          (path) => ownerOf(path, figure, theme, name),
        );
  registerNamedFonts(document, libraries, (path) => ownerOf(path, figure, theme, name));
  if (complaints.length > 0) throw await allComplaints(document, complaints, libraries, explain);
  try {
    const compiled = withAxisExtent(
      withLegendSignal(compileSpec(libraries.vegaLite, document, logger.forVega)),
    );
    const createView = () => newView(compiled, libraries, logger.forVega);
    const inner = innerSizes(compiled);
    const fitAndFill = async (onto: Page) => {
      const { view, ...fit } = await fitToPage(createView, inner, onto, name);
      logger.throwFault();
      const others = await replaceMissingGlyphs(
        sceneRoot(view),
        libraries,
        (theme.fonts ?? []).map(({ family }) => family),
        name,
        (message) => onWarning(`${name}: ${message}`),
      );
      return { view, fit, others, page: onto };
    };
    const fitted = () =>
      figure.isHeightFree === true ? growPage(fitAndFill, inner, usualPage) : fitAndFill(usualPage);
    measureWith([]);
    let { view, fit, others, page } = await fitted();
    if (others.length > 0) {
      // Signs of another font have other widths.
      measureWith(others);
      ({ view, fit, others, page } = await fitted());
    }
    if (fit.scale < 0.99) onWarning(smallerWarning(name, fit.scale));
    for (const warning of cutTexts(sceneRoot(view), libraries)) onWarning(`${name}: ${warning}`);
    finishScene(sceneRoot(view));
    await loadImages(sceneRoot(view), libraries, name);
    const heightCm = page === usualPage ? figure.heightCm : inCentimetres(page.heightPt);
    return {
      figure: { ...figure, heightCm },
      libraries,
      document: withFit(document, fit),
      view,
      page,
      fit,
      explain,
    };
  } catch (error) {
    throw await explain(error);
  }
}

/** The most complaints about fields that one message lists. */
const mostComplaints = 4;

/** Fields that are not there, and what else keeps the document from being drawn, all at once. */
async function allComplaints(
  document: JsonObject,
  complaints: readonly string[],
  libraries: Libraries,
  explain: LaidOutFigure["explain"],
): Promise<UserError> {
  const more = complaints.length - mostComplaints;
  const lines = complaints.slice(0, mostComplaints);
  if (more > 0) lines.push(`and ${more} more fields that are not there`);
  try {
    await tryToDraw(document, libraries);
  } catch (error) {
    lines.push((await explain(error)).message);
  }
  return new UserError(lines.join("\n"));
}

/** The seed of everything random in a figure: the same input gives the same bytes. */
export const randomSeed = 0;

function newView(compiled: JsonObject, { vega }: Libraries, logger: object): View {
  const statistics = untyped(vega);
  statistics.setRandom(statistics.randomLCG(randomSeed));
  return new vega.View(vega.parse({ ...compiled, autosize: "none", padding: 0 } as never), {
    renderer: "none",
    logger: logger as never,
    loader: closedLoader(vega) as never,
  });
}

/** What lies farther than this from the origin, in points, is not painted when a document is tried. */
const everywhere = 10_000;

async function tryToDraw(document: JsonObject, libraries: Libraries): Promise<void> {
  const logger = new FaultLogger(libraries.vega, () => undefined);
  const compiled = compileSpec(libraries.vegaLite, document, logger.forVega);
  const view = newView(compiled, libraries, logger.forVega);
  await view.runAsync();
  logger.throwFault();
  await new (untyped(libraries.vega).SVGStringRenderer)(closedLoader(libraries.vega))
    .initialize(null, 100, 100, [0, 0], 1)
    .renderAsync(sceneRoot(view));
  const externalContext = prepareContext(libraries.canvas.createCanvas(1, 1).getContext("2d"));
  await new (untyped(libraries.vega).CanvasRenderer)(closedLoader(libraries.vega))
    .initialize(null, everywhere, everywhere, [0, 0], 1, { externalContext })
    .renderAsync(sceneRoot(view));
  view.finalize();
}

/** A theme's configuration is a part of the document that the spec's author did not write. */
function ownerOf(
  [first, ...rest]: readonly (string | number)[],
  figure: Figure,
  theme: Theme,
  name: string,
): string {
  let part: unknown = own(figure.spec, String(first ?? "config"));
  for (const key of rest) {
    part = typeof part === "object" && part !== null ? own({ ...part }, String(key)) : undefined;
  }
  const isOfTheme = first === "config" && part === undefined;
  const themeName = typeof figure.theme === "string" ? figure.theme : theme.name;
  return isOfTheme ? `the theme ${themeName}, drawn with ${name}` : name;
}

function smallerWarning(name: string, scale: number): string {
  return `${name}: the spec fixes sizes that do not fit the page; everything is drawn at ${(100 * scale).toFixed(0)} % of its size, type too. Leave out "width", "height" and "step".`;
}

/** Local time is UTC while a figure is laid out, so that the machine's time zone does not show. */
async function inUtc<T>(task: () => Promise<T>): Promise<T> {
  const { TZ } = process.env;
  process.env.TZ = "UTC";
  try {
    return await task();
  } finally {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  }
}

function marginOf(document: JsonObject): number {
  const config = isObject(document.config) ? document.config : {};
  const padding = document.padding ?? config.padding;
  return typeof padding === "number" ? padding : defaultMarginPt;
}

/**
 * Whether a warning only says that a panel has no values to scale its axis by, which readers see. Values that are
 * there but are no numbers are another matter.
 */
function isAboutEmptyPanel(message: string, figure: Figure): boolean {
  if (message === "Log scale domain includes zero: [Infinity,-Infinity]") return true;
  const field = /^Infinite extent for field "(.+)"/.exec(message)?.[1];
  if (field === undefined) return false;
  return Object.values(figure.data)
    .flat()
    .every((row) => {
      const value = Object.hasOwn(row, field) ? own(row as Record<string, unknown>, field) : null;
      return value === null || value === undefined || typeof value === "number";
    });
}

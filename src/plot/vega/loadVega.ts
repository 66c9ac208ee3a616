import type * as canvasModule from "@napi-rs/canvas";
import type * as vegaModule from "vega";
import type * as vegaLiteModule from "vega-lite";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { findSystemFonts } from "./findSystemFonts.js";
import { fontFamily, fontFiles, register } from "./fonts.js";
import { guardContext } from "./guardContext.js";
import type { SceneMark } from "./sceneTree.js";

/** The drawing libraries, loaded when the first figure is rendered. */
export interface Libraries {
  readonly vega: typeof vegaModule;
  readonly vegaLite: typeof vegaLiteModule;
  readonly canvas: typeof canvasModule;
}

/** What Vega's renderers for scene graphs have in common; Vega exports them without types. */
export interface SceneRenderer<Result> {
  initialize(
    element: null,
    widthPt: number,
    heightPt: number,
    origin: readonly number[],
    scale: number,
    options?: { readonly externalContext: object },
  ): SceneRenderer<Result>;
  renderAsync(scene: SceneMark): Promise<Result>;
}

/** What Vega asks before it loads data or a picture, or writes a link. */
export interface Loader {
  load(uri: string): Promise<string>;
  sanitize(
    uri: string,
    options?: { readonly context?: string },
  ): Promise<{ readonly href: string }>;
}

interface UntypedVega {
  setRandom(generator: () => number): void;
  randomLCG(seed: number): () => number;
  readonly CanvasRenderer: new (loader?: Loader) => SceneRenderer<unknown>;
  readonly SVGStringRenderer: new (loader?: Loader) => SceneRenderer<{ svg(): string }>;
  readonly textMetrics: {
    height(item: MeasuredItem): number;
    width(item: MeasuredItem, text: string | number | null | undefined): number;
  };
}

/** The parts of Vega that its type declarations leave out. */
export function untyped(vega: Libraries["vega"]): UntypedVega {
  return vega as unknown as UntypedVega;
}

interface MeasuredItem {
  readonly font?: string;
  readonly fontStyle?: string;
  readonly fontVariant?: string;
  readonly fontWeight?: string | number;
}

let loading: Promise<Libraries> | undefined;

/** Loads Vega, Vega-Lite and the canvas once, with the figures' fonts, for measuring and for drawing. */
export function loadVega(): Promise<Libraries> {
  return (loading ??= load());
}

async function load(): Promise<Libraries> {
  // A figure must not depend on what fonts a machine has.
  process.env.DISABLE_SYSTEM_FONTS_LOAD = "1";
  const [vega, vegaLite, canvas] = await Promise.all([
    import("vega"),
    import("vega-lite"),
    import("@napi-rs/canvas"),
    findSystemFonts(),
  ]);
  for (const { path } of fontFiles) register(canvas, path, fontFamily);
  measureTextWith(vega, canvas);
  return { vega, vegaLite, canvas };
}

let fallbacks: readonly string[] = [];

/** Of the figure that is laid out: its texts are measured again for each size of its panels. */
const widths = new Map<string, number>();

/** Texts of one figure are few, unless somebody draws a table's worth of them. */
const mostWidths = 10_000;

/** Measures from now on with these families where a text's own lacks a sign. */
export function measureWith(families: readonly string[]): void {
  fallbacks = families;
  widths.clear();
}

/**
 * A context that texts are measured with and figures are drawn on: it stands what a specification may hold, and has
 * the same language on every machine.
 */
export function prepareContext(context: SKRSContext2D): SKRSContext2D {
  context.lang = "en";
  return withEvenTexts(withWholeLines(guardContext(context)));
}

/**
 * Sets the base line of a text where it was asked for: the canvas rounds the height of a line above its base line to
 * whole units, and moves the text by what that takes or adds. And sets it without the dashes that an outline before has
 * left: Skia would take a Type 3 font for it, which publishers and arXiv refuse.
 */
function withEvenTexts(context: SKRSContext2D): SKRSContext2D {
  const fillText = context.fillText.bind(context);
  const value: typeof fillText = (text, x, y, ...rest) => {
    const { fontBoundingBoxAscent: ascent } = context.measureText(text);
    const dashes = context.getLineDash();
    if (dashes.length > 0) context.setLineDash([]);
    fillText(text, x, y + ascent + Math.round(-ascent), ...rest);
    if (dashes.length > 0) context.setLineDash(dashes);
  };
  return Object.defineProperty(context, "fillText", { configurable: true, value });
}

/** Dashes without gaps are a line: Skia would put it together of pieces, with seams between them. */
function withWholeLines(context: SKRSContext2D): SKRSContext2D {
  const setLineDash = context.setLineDash.bind(context);
  const value: typeof setLineDash = (dashes) => {
    const hasGaps =
      dashes.length % 2 === 1 || dashes.some((length, at) => at % 2 === 1 && length > 0);
    setLineDash(hasGaps ? dashes : []);
  };
  return Object.defineProperty(context, "setLineDash", { configurable: true, value });
}

/** Vega measures with a package named `canvas` or guesses; give it the canvas that draws. */
function measureTextWith(vega: Libraries["vega"], canvas: Libraries["canvas"]): void {
  const context = prepareContext(canvas.createCanvas(1, 1).getContext("2d"));
  const { textMetrics } = untyped(vega);
  textMetrics.width = (item, text) => {
    const size = textMetrics.height(item);
    if (text === null || text === undefined || text === "" || !(size > 0)) return 0;
    const { fontStyle = "", fontVariant = "", fontWeight = "", font = fontFamily } = item;
    const others = fallbacks.map((family) => `, "${family}"`).join("");
    const type = `${fontStyle} ${fontVariant} ${fontWeight} ${size}px ${font}${others}`.trim();
    const key = `${type}\n${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      context.font = type;
      width = context.measureText(String(text)).width;
      if (widths.size < mostWidths) widths.set(key, width);
    }
    return width;
  };
}

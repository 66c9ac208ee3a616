import { makeFigure, paintFigure } from "../../figures/build/buildFigure.js";
import type { FigureData } from "../../figures/build/figureData.js";
import { type Folders, resolveFolders } from "../../figures/folders.js";
import { defineLookup, type LookupInput } from "../../figures/lookups/defineLookup.js";
import type { Lookup } from "../../figures/lookups/index.js";
import { figureLookup } from "../../figures/resolve/figureLookup.js";
import { resolveFigure } from "../../figures/resolve/resolveFigure.js";
import {
  type CanvasOptions,
  drawOnCanvas,
  type Figure,
  type FigureFormat,
  renderFigure,
} from "../../plot/index.js";
import { jupyterDisplay, type MimeBundle } from "./mimeBundle.js";

export interface FigureOptions {
  /** Where lookups, runs and tables are; default: the project's. */
  readonly folders?: Folders;
  /** Dots per inch of the picture in the notebook. Default: 150. */
  readonly dpi?: number;
  /** Told of what was left out or could not be read; default: `console.warn`. */
  readonly warn?: (message: string) => void;
}

/**
 * A figure with its numbers, which a notebook shows with tooltips.
 *
 *     await figure("nips-sltr-in2")
 *     await figure({ title: "Accuracy", runs: "logs", tags: ["acc/val"] })
 *
 * @param lookup a lookup key, a log directory, an experiment or a table, as `figures build` takes it; or what a
 *   lookup file says, as an object, its paths relative to the current folder
 * @throws {UserError} when there is no such figure, or it cannot be drawn
 */
export async function figure(
  lookup: string | LookupInput,
  options: FigureOptions = {},
): Promise<ShownFigure> {
  const { folders = resolveFolders(), dpi = 150, warn = (text) => console.warn(text) } = options;
  const found =
    typeof lookup === "string"
      ? await figureLookup(lookup, folders)
      : defineLookup("figure", lookup);
  const resolved = await resolveFigure(found, folders, { dpi });
  const formats = ["vl.json", "png"] as const;
  const { data, contents } = await makeFigure(resolved, { formats, warn });
  const contentOf = (format: FigureFormat) => contents.get(`${found.key}.${format}`);
  return new ShownFigure(
    found,
    data,
    String(contentOf("vl.json")),
    contentOf("png") as Uint8Array,
    {
      folders,
      dpi,
    },
  );
}

/** What a chart of one's own is made from: as `renderFigure` takes it, with a size and a look if none is given. */
export type Chart = Pick<Figure, "spec" | "data"> & Partial<Figure>;

/**
 * Draws rows of one's own by a Vega-Lite spec with named data, for a notebook to show.
 *
 *     await draw({ spec: { $schema, data: { name: "rows" }, mark: "line", encoding }, data: { rows } })
 *
 * @throws {UserError} when spec and data do not fit together
 */
export async function draw(
  chart: Chart,
  { dpi = 150, warn }: FigureOptions = {},
): Promise<ShownChart> {
  const defaults = { title: "Figure", theme: "paper", widthCm: 14, heightCm: 8 };
  const formats = ["vl.json", "png"] as const;
  const whole = { ...defaults, ...chart };
  const drawn = await renderFigure(whole, formats, { dpi, onWarning: warn });
  return new OwnChart(whole, String(drawn.get("vl.json")), drawn.get("png") as Uint8Array);
}

/** How large a drawing on a canvas is, in pixels. */
export interface DrawnSize {
  readonly width: number;
  readonly height: number;
}

/** A drawing that a notebook shows. */
export abstract class ShownChart {
  protected constructor(
    readonly title: string,
    /** The complete Vega-Lite document, rows inside. */
    readonly vegaLite: string,
    readonly png: Uint8Array,
  ) {}

  /**
   * Draws it on the 2D context of any canvas of the standard interface, from its origin on and at `scale` pixels a
   * point (1/72 inch). The canvas writes texts in fonts that it knows by the figure's names ("Source Sans 3").
   *
   *     const canvas = createCanvas(1000, 500);
   *     await shown.drawOn(canvas.getContext("2d"), { scale: 2 });
   *
   * @returns how many pixels it takes
   */
  abstract drawOn(context: object, options?: CanvasOptions): Promise<DrawnSize>;

  /**
   * JupyterLab and VS Code draw Vega-Lite of version 5 and no later one, which these documents compile under too;
   * SVG is left out, since converters of notebooks break it.
   */
  [jupyterDisplay](): MimeBundle {
    const document = JSON.parse(this.vegaLite) as Record<string, unknown>;
    return {
      "application/vnd.vegalite.v5+json": {
        ...document,
        $schema: "https://vega.github.io/schema/vega-lite/v5.json",
      },
      "image/png": Buffer.from(this.png).toString("base64"),
      "text/plain": this.title,
    };
  }
}

/** Rows of one's own, drawn. */
class OwnChart extends ShownChart {
  constructor(
    private readonly chart: Figure,
    vegaLite: string,
    png: Uint8Array,
  ) {
    super(chart.title, vegaLite, png);
  }

  override drawOn(context: object, options?: CanvasOptions): Promise<DrawnSize> {
    return drawOnCanvas(this.chart, context, options);
  }
}

/** A figure of a lookup, drawn. */
export class ShownFigure extends ShownChart {
  constructor(
    readonly lookup: Lookup,
    /** Its rows and tables, and the numbers that they were made from. */
    readonly data: FigureData,
    vegaLite: string,
    png: Uint8Array,
    private readonly made: { readonly folders: Folders; readonly dpi: number },
  ) {
    super(lookup.title, vegaLite, png);
  }

  override async drawOn(
    context: object,
    { scale, onWarning = () => undefined }: CanvasOptions = {},
  ): Promise<DrawnSize> {
    const { folders, dpi } = this.made;
    const resolved = await resolveFigure(this.lookup, folders, { dpi });
    return paintFigure(resolved, context, {
      ...(scale !== undefined && { scale }),
      warn: onWarning,
    });
  }

  /**
   * Draws it in another format: the same bytes as those of `figures build`.
   *
   * @param dpi of the PNG; default: that of the notebook
   */
  async render(format: FigureFormat, dpi = this.made.dpi): Promise<string | Uint8Array> {
    const resolved = await resolveFigure(this.lookup, this.made.folders, { dpi });
    const silent = () => undefined;
    const { contents } = await makeFigure(resolved, { formats: [format], warn: silent });
    return contents.get(`${this.lookup.key}.${format}`) ?? "";
  }
}

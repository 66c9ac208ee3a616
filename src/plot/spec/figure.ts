/** A Vega-Lite document, or a part of one, as read from JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The formats that a figure can be written in, and the endings of their files. */
export const figureFormats = ["pdf", "png", "svg", "html", "vl.json", "pgf"] as const;
export type FigureFormat = (typeof figureFormats)[number];

/** How letters are written in SVG. */
export const svgTexts = ["font", "outline"] as const;
export type SvgText = (typeof svgTexts)[number];

/** A view of a concatenated figure that is to be shown, and what its title says. */
export interface Panel {
  /** The view's `name` in the spec, where every character that is no letter or digit counts as `_`. */
  readonly key: string;
  readonly title?: string;
}

/** Everything that a figure is made from. */
export interface Figure {
  /** A Vega-Lite document whose data are named. */
  readonly spec: JsonObject;
  /** What to call the spec in messages: its file, as a rule. */
  readonly specName?: string;
  /** The rows of each named data source. */
  readonly data: Readonly<Record<string, readonly object[]>>;
  /** Outer width of the figure in centimetres. */
  readonly widthCm: number;
  /** Outer height of the figure in centimetres. */
  readonly heightCm: number;
  /** Whether the figure becomes higher where its panels would be flat. */
  readonly isHeightFree?: boolean;
  /** What all text is set in, in place of the theme's font: a family, or font files. */
  readonly font?: string | FontFamily;
  /** Size of the axis labels in points; all other type keeps its proportion to them. */
  readonly typePt?: number | undefined;
  /** A theme's name (a file of `figures/themes/` without `.json`) or the theme itself. */
  readonly theme: string | Theme;
  /** The document's title: metadata, not drawn. */
  readonly title: string;
  /** One or two sentences for readers who cannot see the figure. */
  readonly description?: string;
  /** A line below the figure, in small type: what a reader must not miss when its caption is lost. */
  readonly footnote?: string;
  /** The panels to show, in this order; all of them by default. */
  readonly panels?: readonly Panel[];
  /** Values for what the spec declares in `params` or `usermeta.params`. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A family with the paths of its TrueType or OpenType files. */
export interface FontFamily {
  readonly family: string;
  readonly regular: string;
  /** For weights from 500 on; the regular one serves them too when there is none. */
  readonly bold?: string | undefined;
}

/** How figures look: a Vega-Lite configuration, and the colours for each number of series. */
export interface Theme {
  readonly name: string;
  readonly description?: string;
  readonly config: JsonObject;
  /** Families that the configuration names, besides those that are installed. */
  readonly fonts?: readonly FontFamily[] | undefined;
  /** `colours[n - 1]` are the colours of a figure with n series; the last entry serves all longer ones. */
  readonly colours: readonly (readonly string[])[];
}

export interface RenderOptions {
  /** Resolution of the PNG in dots per inch. Default 300. */
  readonly dpi?: number;
  /** Whether letters in SVG are set in fonts that it carries, or drawn as outlines. Default `font`. */
  readonly svgText?: SvgText;
  /** Gets every warning of Vega and of this module; default: standard error. */
  readonly onWarning?: (message: string) => void;
}

/** What each format's file holds: text for SVG, HTML and Vega-Lite, bytes for PDF and PNG. */
export type RenderedFigure = Map<FigureFormat, Uint8Array | string>;

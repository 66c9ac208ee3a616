/** Width and height of a picture, in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What is drawn once for each time that it is written; what refers to other parts may multiply them without end. */
const elements = [
  ...["svg", "g", "a", "switch", "defs", "title", "desc", "metadata", "style"],
  ...["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"],
  ...["text", "tspan", "linearGradient", "radialGradient", "stop"],
];

const pixelsOfUnit = new Map<string, number>([
  ...([
    ["", 1],
    ["px", 1],
    ["pt", 4 / 3],
    ["pc", 16],
    ["in", 96],
  ] as const),
  ...([
    ["cm", 96 / 2.54],
    ["mm", 9.6 / 2.54],
    ["em", 16],
    ["ex", 8],
  ] as const),
]);

/**
 * The size of an SVG picture inside a specification.
 *
 * @throws {Error} when it holds what may take any time to draw, or its text cannot be told
 */
export function svgSize(bytes: Buffer): PictureSize | undefined {
  const markup = markupOf(bytes);
  for (const [, name] of markup.matchAll(/<(?!\/)([^\s/>]*)/g)) {
    // Parts of drawing programs have prefixes, and are not drawn.
    const isForeign = /^(?!svg:)[\w.-]+:[\w.-]+$/.test(name);
    if (!isForeign && !elements.includes(name.replace(/^svg:/, ""))) {
      throw new Error(
        `is an SVG with <${name}>, and only shapes, text and gradients are drawn; save it as PNG`,
      );
    }
  }
  return rootSize(markup);
}

/** The size of an SVG that this program drew. @throws {Error} when its text cannot be told */
export const drawingSize = (bytes: Buffer): PictureSize | undefined => rootSize(markupOf(bytes));

/** Without what is no element. */
function markupOf(bytes: Buffer): string {
  const written = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const encoding = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)/.exec(written)?.[1] ?? "utf-8";
  if (bytes.includes(0) || !/^(?:utf-?8|us-ascii)$/i.test(encoding)) {
    throw new Error("is an SVG that is not UTF-8");
  }
  return written
    .replaceAll(/<!--[^]*?-->/g, "")
    .replace(/<!DOCTYPE[^[>]*>/i, "")
    .replaceAll(/<\?[^]*?\?>/g, "");
}

function rootSize(markup: string): PictureSize | undefined {
  const root = /<(?:svg:)?svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(markup)?.[0];
  if (root === undefined) return undefined;
  const attribute = (name: string) =>
    new RegExp(`\\s${name}\\s*=\\s*["']\\s*([^"']*)`).exec(root)?.[1].trim();
  const box =
    attribute("viewBox")
      ?.split(/[\s,]+/)
      .map(Number) ?? [];
  return {
    width: pixels(attribute("width")) ?? box[2] ?? 100,
    height: pixels(attribute("height")) ?? box[3] ?? 100,
  };
}

function pixels(length = ""): number | undefined {
  const found = /^([-+]?[\d.]+(?:e[-+]?\d+)?)\s*([a-z]*)$/i.exec(length);
  const factor = found === null ? undefined : pixelsOfUnit.get(found[2].toLowerCase());
  return factor === undefined ? undefined : Number(found![1]) * factor;
}

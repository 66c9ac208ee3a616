import type { Figure, FontFamily, JsonObject, Theme } from "../spec/figure.js";
import { mergeConfigs } from "../spec/prepareSpec.js";
import { isObject } from "../spec/walkViews.js";
import { familiesOf, findFamily, isFamily, registerFamily, unknownFont } from "../vega/fonts.js";
import type { Libraries } from "../vega/loadVega.js";

/** The size of the axis labels that `typePt` is measured against where a theme does not say. */
const usualLabelPt = 10;

/**
 * The theme with the font and the size of type that a figure asks for. All families that it names are registered.
 *
 * @throws {UserError} when a font is not there
 */
export function chooseFonts(figure: Figure, theme: Theme, libraries: Libraries): Theme {
  for (const family of theme.fonts ?? []) registerFamily(libraries.canvas, family);
  const family = figure.font === undefined ? undefined : familyOf(figure.font);
  if (family !== undefined) registerFamily(libraries.canvas, family);
  const named = family === undefined ? {} : { font: `"${family.family}"` };
  const config = mergeConfigs(theme.config, named);
  const axis = isObject(config.axis) ? config.axis : {};
  const labelPt = typeof axis.labelFontSize === "number" ? axis.labelFontSize : usualLabelPt;
  const factor = figure.typePt === undefined ? 1 : figure.typePt / labelPt;
  return { ...theme, config: factor === 1 ? config : (scaleType(config, factor) as JsonObject) };

  function familyOf(font: string | FontFamily): FontFamily {
    if (typeof font !== "string") return font;
    const found = findFamily(font);
    if (found === undefined) throw unknownFont(font, "the lookup");
    return found;
  }
}

/**
 * Registers the installed families that a document names.
 *
 * @throws {UserError} with the place of one that is not there
 */
export function registerNamedFonts(
  document: JsonObject,
  libraries: Libraries,
  ownerOf: (path: readonly string[]) => string,
): void {
  visit(document, []);

  function visit(part: unknown, path: readonly string[]): void {
    if (Array.isArray(part)) part.forEach((item, index) => visit(item, [...path, String(index)]));
    if (!isObject(part)) return;
    for (const [key, value] of Object.entries(part)) {
      if (path.length === 0 && key === "datasets") continue;
      const here = [...path, key];
      if (/^(font|[a-z]+Font)$/.test(key) && typeof value === "string") check(value, here);
      else visit(value, here);
    }
  }

  function check(font: string, path: readonly string[]): void {
    const [first] = familiesOf(font);
    if (first === undefined || isFamily(first)) return;
    const found = findFamily(first);
    if (found === undefined) throw unknownFont(first, `${ownerOf(path)}: ${path.join(".")}`);
    registerFamily(libraries.canvas, found);
  }
}

/** All numbers that are sizes of type, larger or smaller. */
function scaleType(part: unknown, factor: number): unknown {
  if (Array.isArray(part)) return part.map((item) => scaleType(item, factor));
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      /fontSize$/i.test(key) && typeof value === "number"
        ? Number((value * factor).toFixed(3))
        : scaleType(value, factor),
    ]),
  );
}

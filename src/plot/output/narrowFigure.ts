import { layoutFigure, type LaidOutFigure } from "../layout/layoutFigure.js";
import { readTheme } from "../spec/readTheme.js";
import { figureSize } from "../spec/venues.js";
import { isObject } from "../spec/walkViews.js";

/** The width of a telephone's page, in centimetres of 37.8 CSS pixels. Pages of screens may be higher than those of print. */
const narrowCm = 9.2;

/**
 * The same figure for narrow screens, where its spec sets its panels below each other.
 *
 * @returns undefined where the spec says nothing of that, or the figure is as narrow as that, or has no room
 */
export async function narrowFigure({
  figure,
  libraries,
}: LaidOutFigure): Promise<LaidOutFigure | undefined> {
  const { spec, widthCm } = figure;
  const stack = isObject(spec.usermeta) ? spec.usermeta.stack : undefined;
  const belowCm = isObject(stack) && typeof stack.belowCm === "number" ? stack.belowCm : 0;
  if (widthCm < belowCm || narrowCm >= belowCm) return undefined;
  const usual = figureSize({ widthCm: narrowCm }, spec, "the page").heightCm;
  const heightCm = 1.5 * usual;
  const theme = typeof figure.theme === "string" ? await readTheme(figure.theme) : figure.theme;
  const silent = () => undefined;
  try {
    return await layoutFigure({ ...figure, widthCm: narrowCm, heightCm }, theme, libraries, silent);
  } catch {
    // What fits a wide page only is shown as it is there.
    return undefined;
  }
}

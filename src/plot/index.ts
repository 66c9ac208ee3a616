export {
  figureFormats,
  type Figure,
  type FigureFormat,
  type JsonObject,
  type Panel,
  type RenderedFigure,
  type RenderOptions,
  type Theme,
} from "./figure.js";
export { inOrder } from "./inOrder.js";
export { readSpec } from "./readSpec.js";
export { readTheme, themeNames } from "./readTheme.js";
export { preloadFigureTools, renderFigure } from "./renderFigure.js";

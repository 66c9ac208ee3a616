export {
  figureFormats,
  svgTexts,
  type Figure,
  type FigureFormat,
  type FontFamily,
  type JsonObject,
  type Panel,
  type RenderedFigure,
  type RenderOptions,
  type SvgText,
  type Theme,
} from "./spec/figure.js";
export { applyParams } from "./spec/applyParams.js";
export { selectPanels } from "./spec/selectPanels.js";
export { inOrder } from "./spec/inOrder.js";
export { parseSpec, readSpec } from "./spec/readSpec.js";
export {
  extendedTheme,
  parseTheme,
  readTheme,
  refuseCircle,
  themeNames,
} from "./spec/readTheme.js";
export { figureSize, venues, type FigureSize, type SizeChoice, type Venue } from "./spec/venues.js";
export { drawOnCanvas, type CanvasOptions } from "./drawOnCanvas.js";
export { compileFigure } from "./compileFigure.js";
export { acceptFindings, type Finding, type PrintCheck } from "./preflight/finding.js";
export { preflightFigure, type PreflightOptions } from "./preflight/preflightFigure.js";
export { RoomError } from "./layout/roomError.js";
export { preloadFigureTools, renderFigure } from "./renderFigure.js";

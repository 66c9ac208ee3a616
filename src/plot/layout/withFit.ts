import type { JsonObject } from "../spec/figure.js";
import type { Fit } from "./fitToPage.js";
import { legendConfig } from "./wrapLegends.js";
import { isObject, walkViews } from "../spec/walkViews.js";

/** The document with every inner size stretched as a fit found it, and its legends laid out. */
export function withFit(document: JsonObject, fit: Fit): JsonObject {
  const round = (value: number) => Number(value.toFixed(3));
  const stretchSizes = (sizes: JsonObject) =>
    Object.fromEntries(
      Object.entries(sizes).map(([key, value]) => {
        if (typeof value !== "number") return [key, value];
        if (/width$/i.test(key)) return [key, round(value * fit.stretch.x)];
        if (/height$/i.test(key)) return [key, round(value * fit.stretch.y)];
        return [key, value];
      }),
    );
  const sized = walkViews(document, (view) => {
    const { width, height } = view;
    return { ...view, ...stretchSizes(pickDefined({ width, height })) };
  });
  const config = isObject(sized.config) ? sized.config : {};
  const sizes = isObject(config.view) ? config.view : {};
  const { continuousWidth, discreteWidth, continuousHeight, discreteHeight } = sizes;
  const fitted = stretchSizes(
    pickDefined({ continuousWidth, discreteWidth, continuousHeight, discreteHeight }),
  );
  const legend = isObject(config.legend) ? config.legend : {};
  return {
    ...sized,
    config: {
      ...config,
      view: { ...sizes, ...fitted },
      legend: legendConfig(legend, fit.legends),
      ...(fit.axisExtent > 0 && {
        axisLeft: {
          ...(isObject(config.axisLeft) ? config.axisLeft : {}),
          minExtent: fit.axisExtent,
        },
      }),
    },
  };
}

function pickDefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

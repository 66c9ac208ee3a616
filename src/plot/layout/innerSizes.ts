import type { JsonObject } from "../spec/figure.js";
import { isObject } from "../spec/walkViews.js";

export interface InnerSizes {
  readonly x: readonly { readonly signal: string; readonly value: number }[];
  readonly y: readonly { readonly signal: string; readonly value: number }[];
}

/** The signals of a compiled document that hold the inner sizes of its views, those sized by a step left out. */
export function innerSizes(compiled: JsonObject): InnerSizes {
  const signals = Array.isArray(compiled.signals) ? compiled.signals.filter(isObject) : [];
  const named = (pattern: RegExp, single: "width" | "height") => {
    const found = signals.flatMap(({ name, value, update }) =>
      typeof name === "string" &&
      pattern.test(name) &&
      typeof value === "number" &&
      update === undefined
        ? [{ signal: name, value }]
        : [],
    );
    const own = compiled[single];
    return typeof own === "number" ? [{ signal: single, value: own }, ...found] : found;
  };
  return {
    x: named(/(^|_)(width|childWidth|child_width)$/, "width"),
    y: named(/(^|_)(height|childHeight|child_height)$/, "height"),
  };
}

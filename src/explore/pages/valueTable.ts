import type { Axis, DrawnCurve } from "../curves/protocol.js";
import { xText } from "./axisTexts.js";
import { nearestPlace } from "./curveRange.js";
import { h, numberText } from "./dom.js";

/** A value of a curve. */
export interface NearValue {
  readonly curve: DrawnCurve;
  readonly x: number;
  readonly value: number;
}

/**
 * The values at a place of the axis, largest first.
 *
 * @param near the nearest one first
 * @param count how many curves there are
 */
export function valueTable(
  near: readonly NearValue[],
  count: number,
  axis: Axis,
  { nameOf, colourOf }: { nameOf: (run: number) => string; colourOf: (run: number) => string },
): Node[] {
  const isSmoothed = near.some(({ curve }) => curve.raw);
  const names = ["run", ...(isSmoothed ? ["smoothed", "logged"] : ["value"]), axis];
  const rows = near
    .toSorted((a, b) => b.value - a.value)
    .map(({ curve, x, value }) => {
      const swatch = h("span", { class: "swatch" });
      swatch.style.background = colourOf(curve.run);
      const logged = curve.raw?.y[nearestPlace(curve.raw.x, x)];
      return h(
        "tr",
        { class: curve === near[0].curve ? "nearest" : undefined },
        h("td", {}, swatch, nameOf(curve.run)),
        h("td", {}, numberText(value)),
        isSmoothed ? h("td", {}, logged === undefined ? "" : numberText(logged)) : null,
        h("td", {}, xText(x, axis)),
      );
    });
  const head = h("tr", {}, ...names.map((name) => h("th", {}, name)));
  const more = count - near.length;
  return [
    h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)),
    ...(more > 0 ? [h("p", {}, `and ${more} more`)] : []),
  ];
}

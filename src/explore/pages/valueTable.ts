import type { Axis, DrawnCurve } from "../curves/protocol.js";
import { xText } from "./axisTexts.js";
import { nearestPlace } from "./curveRange.js";
import { h, numberText } from "./dom.js";

/** A value of a curve. */
export interface NearValue {
  readonly curve: DrawnCurve;
  readonly x: number;
  readonly value: number;
  /** What the curve's run logged, where `value` is smoothed and it is known. */
  readonly logged?: NonNullable<DrawnCurve["raw"]>;
}

export interface ValueTableOptions {
  readonly nameOf: (run: number) => string;
  readonly colourOf: (run: number) => string;
  readonly isSmoothed: boolean;
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
  { nameOf, colourOf, isSmoothed }: ValueTableOptions,
): Node[] {
  const names = ["run", ...(isSmoothed ? ["smoothed", "logged"] : ["value"]), axis];
  const rows = near
    .toSorted((a, b) => b.value - a.value)
    .map(({ curve, x, value, logged }) => {
      const swatch = h("span", { class: "swatch" });
      swatch.style.background = colourOf(curve.run);
      const before = logged?.y[nearestPlace(logged.x, x)];
      return h(
        "tr",
        { class: curve === near[0].curve ? "nearest" : undefined },
        h("td", {}, swatch, nameOf(curve.run)),
        h("td", {}, numberText(value)),
        isSmoothed ? h("td", {}, before === undefined ? "" : numberText(before)) : null,
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

import assert from "node:assert/strict";
import fc from "fast-check";
import { drawnCurve, thinned } from "../../../src/explore/curves/drawnCurve.js";
import {
  decodeCurves,
  encodeCurves,
  readRanges,
  writeRanges,
} from "../../../src/explore/curves/protocol.js";
import type { Curve } from "../../../src/stats/curves/curve.js";
import { curvesFixture } from "../../helpers/curvesFixture.js";

const rising = (length: number) => Float64Array.from({ length }, (_, i) => i * 3);

describe("curves of pages", () => {
  it("keep the extremes, the ends and the gaps of every place on the screen", () => {
    const value = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constant(NaN));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 20 }),
        (values, width) => {
          const curve = { x: rising(values.length), y: Float64Array.from(values) };
          const thin = thinned(curve, width);
          assert.ok(
            thin.x.length <= Math.max(5 * width, values.length <= 4 * width ? values.length : 0),
          );
          const end = curve.x[values.length - 1];
          const placeOf = (x: number) =>
            end === 0 ? 0 : Math.min(width - 1, Math.floor((x / end) * width));
          const summary = ({ x, y }: Curve) => {
            const places = new Map<
              number,
              { first: number; last: number; low: number; high: number; gap: boolean }
            >();
            x.forEach((at, i) => {
              const known = places.get(placeOf(at)) ?? {
                first: at,
                last: at,
                low: Infinity,
                high: -Infinity,
                gap: false,
              };
              known.last = at;
              if (Number.isNaN(y[i])) known.gap = true;
              else {
                known.low = Math.min(known.low, y[i]);
                known.high = Math.max(known.high, y[i]);
              }
              places.set(placeOf(at), known);
            });
            return places;
          };
          // At the edge of a place rounding decides; all else is the same.
          const [whole, part] = [summary(curve), summary(thin)];
          for (const bound of ["low", "high"] as const) {
            const of = (places: typeof whole) => [...places.values()].map((one) => one[bound]);
            assert.equal(Math.min(...of(part)), Math.min(...of(whole)));
            assert.equal(Math.max(...of(part)), Math.max(...of(whole)));
          }
          assert.deepEqual([thin.x[0], thin.x.at(-1)], [curve.x[0], end]);
          assert.equal(
            [...part.values()].some(({ gap }) => gap),
            values.some(Number.isNaN),
          );
        },
      ),
    );
  });

  it("are smoothed as TensorBoard does, over all values and not over those that are shown", () => {
    for (const { weight, y, smoothed } of curvesFixture.smooth) {
      const series = {
        step: rising(y.length),
        wallTime: rising(y.length),
        value: Float64Array.from(y),
      };
      const { y: drawn } = drawnCurve(0, series, { axis: "step", smooth: weight, width: 10_000 });
      drawn.forEach((value, i) => {
        assert.ok(
          Object.is(value, smoothed[i]) ||
            Math.abs(value - smoothed[i]) < 1e-12 * (1 + Math.abs(value)),
          `${weight}, ${i}`,
        );
      });
    }
    const value = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 7));
    const series = { step: rising(value.length), wallTime: rising(value.length), value };
    const all = drawnCurve(0, series, { axis: "step", smooth: 0.9, width: 1e5 });
    const few = drawnCurve(0, series, {
      axis: "step",
      smooth: 0.9,
      width: 50,
      from: 90_000,
      to: 120_000,
    });
    assert.ok(few.x.length <= 200 && few.points > 10_000);
    few.x.forEach((x, i) => assert.equal(few.y[i], all.y[x / 3]));
  });

  it("stand over steps, over time and over the time since their start", () => {
    const series = {
      step: Float64Array.of(0, 10, 20),
      wallTime: Float64Array.of(1.7e9, 1.7e9 + 60, 1.7e9 + 120),
      value: Float64Array.of(1, NaN, Infinity),
    };
    const xOf = (axis: "step" | "time" | "relative") => [
      ...drawnCurve(0, series, { axis, smooth: 0, width: 10 }).x,
    ];
    assert.deepEqual(xOf("step"), [0, 10, 20]);
    assert.deepEqual(xOf("time"), [1.7e9, 1.7e9 + 60, 1.7e9 + 120]);
    assert.deepEqual(xOf("relative"), [0, 60, 120]);
    const { points, notFinite } = drawnCurve(0, series, { axis: "step", smooth: 0, width: 10 });
    assert.deepEqual([points, notFinite], [3, 2]);
  });

  it("arrive as they were sent", () => {
    const curves = [
      { run: 3, points: 2, notFinite: 1, x: Float64Array.of(1, 2), y: Float64Array.of(NaN, -0) },
      {
        ...{ run: 70_000, points: 0, notFinite: 0, x: Float64Array.of(), y: Float64Array.of() },
        raw: { x: Float64Array.of(5), y: Float64Array.of(1e300) },
      },
    ];
    assert.deepEqual(decodeCurves(encodeCurves(curves).buffer), curves);
    assert.deepEqual(decodeCurves(encodeCurves([]).buffer), []);
  });

  it("are named by ranges of runs", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 99 })), (numbers) => {
        const sorted = numbers.toSorted((a, b) => a - b);
        assert.deepEqual(readRanges(writeRanges(sorted), 100), sorted);
      }),
    );
    assert.deepEqual(readRanges("0-999999999", 3), [0, 1, 2]);
    for (const text of ["a", "1-", "-1", "1,,2", "1e9", "0-9999999999"]) {
      assert.equal(readRanges(text, 10), undefined);
    }
  });
});

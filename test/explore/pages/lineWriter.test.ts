import assert from "node:assert/strict";
import fc from "fast-check";
import { lineWriter } from "../../../src/explore/pages/lineWriter.js";

type Point = readonly [x: number, y: number];

/** A pen that keeps what it is told: lines, each from where it was put down. */
function recorded(): { lines: Point[][]; pen: Parameters<typeof lineWriter>[0] } {
  const lines: Point[][] = [];
  return {
    lines,
    pen: {
      beginPath: () => undefined,
      stroke: () => undefined,
      moveTo: (x, y) => lines.push([[x, y]]),
      lineTo: (x, y) => lines.at(-1)?.push([x, y]),
    },
  };
}

/** How far a line is above or below a point; none where it does not reach. */
function missOf(line: readonly Point[], [x, y]: Point): number {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [[x0, y0], [x1, y1]] = [line[i - 1], line[i]];
    if (x < x0 - 1e-9 || x > x1 + 1e-9) continue;
    const at = x1 === x0 ? y0 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
    least = Math.min(least, Math.abs(at - y));
  }
  return least;
}

describe("lines of curves", () => {
  const box = { left: 10, top: 5, width: 400, height: 200 };

  it("pass every value within a quarter of a pixel, and leave gaps where there is none", () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
      { weight: 3, arbitrary: fc.constantFrom(0.5, 0.5001, 0.5002) },
      { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity) },
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 200 }),
        fc.boolean(),
        (values, isDense) => {
          const x = Float64Array.from(values, (_, i) => (isDense ? 1e-3 * i : i));
          const view = { left: 0, right: 200, low: -1, high: 1, isLog: false };
          const { lines, pen } = recorded();
          lineWriter(pen, box, view)(x, Float64Array.from(values));
          values.forEach((one, i) => {
            if (!Number.isFinite(one)) return;
            const point: Point = [10 + 2 * x[i], 5 + 100 * (1 - one)];
            const miss = Math.min(...lines.map((line) => missOf(line, point)));
            assert.ok(miss <= 0.25 + 1e-6, `value ${i} is missed by ${miss}`);
          });
          const gaps = values.filter(
            (one, i) => Number.isFinite(one) && (i === 0 || !Number.isFinite(values[i - 1])),
          );
          assert.equal(lines.length, gaps.length);
        },
      ),
    );
  });

  it("need two points where a thousand lie on a line", () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => i);
    const { lines, pen } = recorded();
    const view = { left: 0, right: 999, low: 0, high: 999, isLog: false };
    lineWriter(pen, box, view)(x, x);
    assert.equal(lines[0].length, 2);
  });

  it("leave out what has no place on a logarithmic axis", () => {
    const { lines, pen } = recorded();
    const view = { left: 0, right: 4, low: 0.01, high: 100, isLog: true };
    lineWriter(
      pen,
      box,
      view,
    )(Float64Array.of(0, 1, 2, 3, 4), Float64Array.of(0.01, 1, 0, -1, 100));
    assert.deepEqual(
      lines.map((line) => line.map(([x, y]) => [Math.round(x), Math.round(y)])),
      [
        [
          [10, 205],
          [110, 105],
        ],
        [
          [410, 5],
          [410, 5],
        ],
      ],
    );
  });
});

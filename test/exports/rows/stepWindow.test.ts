import assert from "node:assert/strict";
import fc from "fast-check";
import type { RunBatch } from "../../../src/events/index.js";
import { ScalarBatch } from "../../../src/events/index.js";
import { stepColumn, wallTimeColumn } from "../../../src/exports/layouts/exportedRun.js";
import { StepWindow } from "../../../src/exports/rows/stepWindow.js";

const tags = ["a", "b", "c"];
type Point = readonly [tag: number, step: number];

function batchOf(points: readonly Point[]): RunBatch {
  const scalars = new ScalarBatch(4);
  points.forEach(([tag, step], i) => scalars.append(tag, step, step - tag, step * 10 + tag, i));
  return { scalars, points: [], tagOf: (index) => ({ index, tag: tags[index] }) as never };
}

describe("StepWindow", () => {
  it("gives each step once, in order and whole, however the tags are mixed", () => {
    const stepsOfTag = fc.uniqueArray(fc.nat({ max: 30 }), { minLength: 1, maxLength: 15 });
    const mixed = fc.tuple(stepsOfTag, stepsOfTag, stepsOfTag).chain((steps) =>
      fc
        .shuffledSubarray(
          steps.flatMap((ofTag, tag) => ofTag.map(() => tag)),
          { minLength: steps.flat().length },
        )
        .map((order) => ({ steps: steps.map((ofTag) => ofTag.toSorted((a, b) => a - b)), order })),
    );
    fc.assert(
      fc.property(mixed, fc.integer({ min: 1, max: 7 }), ({ steps, order }, batchSize) => {
        const rest = steps.map((ofTag) => [...ofTag]);
        const points = order.map((tag): Point => [tag, rest[tag].shift()!]);
        const ranges = new Map(
          steps.map((ofTag, tag) => [tags[tag], { first: ofTag[0], last: ofTag.at(-1)! }]),
        );
        const window = new StepWindow("run", ranges);
        const rows: (number | null)[][] = [];
        const take = (pieces: ReturnType<StepWindow["take"]>) => {
          for (const piece of pieces) {
            const columns = [stepColumn, wallTimeColumn, ...tags].map((key) =>
              piece.columns.get(key),
            );
            for (let row = 0; row < piece.rows; row++) {
              rows.push(
                columns.map((column) => {
                  const { values, missing } = column ?? { values: [], missing: [1] };
                  return missing !== undefined && missing !== "none" && missing[row] !== 0
                    ? NaN
                    : (values[row] ?? NaN);
                }),
              );
            }
          }
        };
        for (let start = 0; start < points.length; start += batchSize) {
          window.add(batchOf(points.slice(start, start + batchSize)));
          take(window.take());
        }
        take(window.takeRest());
        const expected = [...new Set(steps.flat())]
          .sort((a, b) => a - b)
          .map((step) => {
            const has = steps.map((ofTag) => ofTag.includes(step));
            const first = step - has.lastIndexOf(true);
            return [step, first, ...has.map((there, tag) => (there ? step * 10 + tag : NaN))];
          });
        assert.deepEqual(rows, expected);
      }),
      { numRuns: 200 },
    );
  });

  it("holds no more than the tags lie apart", () => {
    const count = 10_000;
    const ranges = new Map([
      ["a", { first: 0, last: count }],
      ["b", { first: 0, last: count }],
    ]);
    const window = new StepWindow("run", ranges);
    for (let step = 0; step < count; step += 10) {
      const points = Array.from({ length: 10 }, (_, i): Point => [0, step + i]);
      window.add(batchOf([...points, [1, step]]));
      // Nothing can be said of the steps after the last of "b".
      const rows = [...window.take()].map((piece) => piece.rows);
      assert.deepEqual(rows, [step === 0 ? 1 : 10]);
    }
  });
});

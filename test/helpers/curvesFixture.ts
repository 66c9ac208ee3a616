import * as z from "zod";
import { readFixture } from "./statsFixture.js";

const number = z
  .union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])])
  .transform((value) => Number(value));
const numbers = z.array(number);
const curve = z.object({ x: numbers, y: numbers });
const aligned = z.object({
  y: z.array(numbers),
  has: z.array(z.array(z.number())),
  n: z.array(z.number()),
});
const reached = z.array(z.object({ threshold: z.number(), x: z.number().nullable() }));
const smoothed = z.object({ weight: z.number(), y: numbers, smoothed: numbers });

const schema = z.object({
  align: z.array(
    z.object({
      name: z.string(),
      curves: z.array(curve),
      x: numbers,
      at: numbers.optional(),
      exact: aligned,
      previous: aligned,
      linear: aligned,
    }),
  ),
  smooth: z.array(smoothed),
  smooth_with_gaps: smoothed,
  smooth_by_distance: z.array(smoothed.extend({ unit: z.number(), x: numbers })),
  takes: curve.extend({
    first: number,
    last: number,
    min: z.tuple([number, number]),
    max: z.tuple([number, number]),
    at: z.array(z.object({ at: z.number(), value: number, x: number })),
    mean_of_last: z.array(z.object({ n: z.number(), value: number })),
    area: number,
    average: number,
    first_below: reached,
    first_above: reached,
  }),
  bins: z.object({ count: z.number(), curves: z.array(curve), binned: z.array(curve) }),
});

/** What NumPy and pandas make of curves: see fixtures/stats/README.md. */
export const curvesFixture = schema.parse(JSON.parse(readFixture("curves.json")));

import * as z from "zod";
import { readFixture } from "./statsFixture.js";

const bounds = z.tuple([z.number(), z.number()]);

/** What NumPy and SciPy make of groups of values: see fixtures/stats/README.md. */
export const groupsFixture = z
  .object({
    resamples: z.number(),
    seed: z.number(),
    groups: z.array(
      z
        .object({
          values: z.array(z.number()),
          centres: z.object({ mean: z.number(), median: z.number(), iqm: z.number() }),
          first_indices: z.array(z.array(z.number())),
        })
        .catchall(bounds.nullable()),
    ),
    paired: z.object({
      first: z.array(z.number()),
      second: z.array(z.number()),
      mean: z.number(),
      t95: bounds,
    }),
    wilson: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    normal: z.array(bounds),
  })
  .parse(JSON.parse(readFixture("groups.json")));

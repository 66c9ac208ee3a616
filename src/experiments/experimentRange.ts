import * as z from "zod";
import { formatRangeLabel, type NumberRange } from "./values/numberRange.js";
import type { SampleDistribution } from "./values/sampleDistribution.js";
import { distributionSchema, rangeSchema } from "./values/valueSchemas.js";

/** What an experiment's runs differ in beside their seed: where the inputs come from. */
export interface ExperimentRange {
  /** How figures and messages call it: `U[1,2]`, `TN(0,1):[-5,5)`. */
  readonly label: string;
  readonly interpolationRange: NumberRange;
  readonly extrapolationRange: NumberRange;
  /** Overrides the experiment's own distribution. */
  readonly sampleDistribution?: SampleDistribution;
}

/** One entry of a range set. */
export const experimentRangeSchema = z
  .strictObject({
    label: z.string().optional(),
    interpolation: rangeSchema,
    extrapolation: rangeSchema,
    distribution: distributionSchema.optional(),
  })
  .transform(({ label, interpolation, extrapolation, distribution }): ExperimentRange => ({
    label: label ?? formatRangeLabel(interpolation),
    interpolationRange: interpolation,
    extrapolationRange: extrapolation,
    ...(distribution && { sampleDistribution: distribution }),
  }));

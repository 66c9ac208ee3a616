import * as z from "zod";
import {
  formatRangeLabel,
  parseNumberRange,
  toNumberRange,
  type NumberRange,
} from "./values/numberRange.js";
import { parsedBy } from "../util/yaml/parsedBy.js";
import type { PythonLiteral } from "./values/pythonLiteral.js";
import { parseSampleDistribution, type SampleDistribution } from "./values/sampleDistribution.js";

/** What an experiment's runs differ in beside their seed: where the inputs come from. */
export interface ExperimentRange {
  /** How figures and messages call it: `U[1,2]`, `TN(0,1):[-5,5)`. */
  readonly label: string;
  readonly interpolationRange: NumberRange;
  readonly extrapolationRange: NumberRange;
  /** Overrides the experiment's own distribution. */
  readonly sampleDistribution?: SampleDistribution;
}

type NumberLists = number | readonly NumberLists[];
const numberLists: z.ZodType<NumberLists> = z.lazy(() =>
  z.union([z.number(), z.array(numberLists)]),
);

/** A range: a list of numbers or of intervals, or a string with a Python list (`"[0, 1.0]"`). */
export const rangeSchema = z
  .union([z.string(), z.array(numberLists)], "expected a list of numbers or of intervals")
  .transform(
    parsedBy<string | readonly NumberLists[], NumberRange>((range) =>
      typeof range === "string" ? parseNumberRange(range) : toNumberRange(toPythonList(range)),
    ),
  );

/** A distribution: its words in one string or in a list. */
export const distributionSchema = z
  .union([z.string(), z.array(z.union([z.string(), z.number()]))])
  .transform(
    parsedBy<string | readonly (string | number)[], SampleDistribution>((words) =>
      parseSampleDistribution(typeof words === "string" ? words.split(/\s+/) : words.map(String)),
    ),
  );

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

/** YAML has one kind of number: whole ones are taken for Python's ints. */
function toPythonList(value: NumberLists): PythonLiteral {
  return typeof value === "number"
    ? { value, isFloat: !Number.isInteger(value) }
    : value.map(toPythonList);
}

import * as z from "zod";
import { parsedBy } from "../../util/yaml/parsedBy.js";
import { parseNumberRange, toNumberRange, type NumberRange } from "./numberRange.js";
import type { PythonLiteral } from "./pythonLiteral.js";
import { parseSampleDistribution, type SampleDistribution } from "./sampleDistribution.js";

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

/** YAML has one kind of number: whole ones are taken for Python's ints. */
function toPythonList(value: NumberLists): PythonLiteral {
  return typeof value === "number"
    ? { value, isFloat: !Number.isInteger(value) }
    : value.map(toPythonList);
}

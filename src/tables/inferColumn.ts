import type { Column } from "./table.js";

/**
 * A column of values whose type only they tell: numbers (float64, NaN for a missing one), booleans,
 * else text.
 */
export function inferColumn(name: string, values: readonly unknown[]): Column {
  const present = values.filter((value) => value !== null);
  if (present.every((value) => typeof value === "number" || typeof value === "bigint")) {
    return { name, type: "double", values: values.map((v) => (v === null ? NaN : Number(v))) };
  }
  if (present.every((value) => typeof value === "boolean")) {
    return { name, type: "boolean", values: values as (boolean | null)[] };
  }
  return {
    name,
    type: "text",
    values: values.map((value) => (value === null ? null : String(value as string))),
  };
}

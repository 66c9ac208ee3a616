import * as z from "zod";
import { setOwn } from "./own.js";

const hidden = "__proto__";
/** Stands for it while it is checked: zod leaves that name out of records without a word. */
const shown = "__proto__ ";

/** A record whose names are the user's: any text is a name, `__proto__` too. */
export function recordOf<T extends z.ZodType>(value: T) {
  return z
    .preprocess((given) => renamed(given, hidden, shown), z.record(z.string(), value))
    .transform((record) => renamed(record, shown, hidden));
}

function renamed<T>(record: T, from: string, to: string): T {
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, from)) return record;
  const copy: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(record)) setOwn(copy, name === from ? to : name, one);
  return copy as T;
}

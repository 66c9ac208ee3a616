import { type BigIntStats, type Stats, statSync } from "node:fs";
import { pathBytes } from "./files/pathBytes.js";

/** What stands at a path; undefined when nothing does, or nothing that can be looked at. */
export function statOrUndefined(path: string): Stats | undefined {
  return orUndefined(() => statSync(pathBytes(path)));
}

/** The same with times in nanoseconds. */
export function exactStatOrUndefined(path: string): BigIntStats | undefined {
  return orUndefined(() => statSync(pathBytes(path), { bigint: true }));
}

function orUndefined<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

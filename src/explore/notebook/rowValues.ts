import { own } from "../../util/own.js";

type AnyRow = Readonly<Record<string, unknown>>;

/** Texts and numbers that look alike are different values. */
export const keyOf = (row: object, names: readonly string[]): string =>
  JSON.stringify(
    names.map((name) => {
      const value: unknown = own(row as AnyRow, name);
      return typeof value === "number" && !Number.isFinite(value)
        ? { number: String(value) }
        : (value ?? null);
    }),
  );

/** Rows that agree in some columns, in order of first appearance. */
export function groupsOf<Row extends object>(
  rows: readonly Row[],
  names: readonly string[],
): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row, names);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Numbers by size, texts by their letters, what is missing last. */
export function compareValues(a: unknown, b: unknown): number {
  const rank = (value: unknown) =>
    value === null || value === undefined || Number.isNaN(value) ? 1 : 0;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 1) return 0;
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

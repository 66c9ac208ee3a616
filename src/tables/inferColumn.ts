import { booleanOf, numberOf } from "./cellTypes.js";
import type { Column } from "./table.js";

/**
 * A column of values whose type only they tell: numbers (float64), booleans, else text. Whole numbers that
 * a 64-bit float cannot hold stay as they are written: as text.
 */
export function inferColumn(name: string, values: readonly unknown[]): Column {
  const present = values.filter((value) => value !== null);
  if (present.every(isExactNumber)) {
    const isWhole = present.length > 0 && present.every((value) => typeof value === "bigint");
    return numberColumn(
      name,
      isWhole ? "integer" : "double",
      values.map((value) => (value === null ? null : Number(value))),
    );
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

function isExactNumber(value: unknown): boolean {
  if (typeof value === "number") return true;
  return typeof value === "bigint" && BigInt(Number(value)) === value;
}

/** The same for cells of a text file. */
export function inferTextColumn(name: string, cells: readonly (string | null)[]): Column {
  const numbers: (number | null)[] = [];
  for (const cell of cells) {
    const number = numberOf(cell);
    if (number === undefined) break;
    numbers.push(number);
  }
  // "None" alone is no column of numbers.
  const isNumeric = numbers.length === cells.length && !isWordsOnly(numbers, cells);
  if (isNumeric) return numberColumn(name, areWhole(cells) ? "integer" : "double", numbers);
  const flags = cells.map((cell) => (cell === null ? null : booleanOf(cell)));
  if (flags.every((flag) => flag !== undefined)) return { name, type: "boolean", values: flags };
  return { name, type: "text", values: cells };
}

function isWordsOnly(
  numbers: readonly (number | null)[],
  cells: readonly (string | null)[],
): boolean {
  return numbers.every((number) => number === null) && cells.some((cell) => cell !== null);
}

function areWhole(cells: readonly (string | null)[]): boolean {
  const present = cells.filter((cell) => cell !== null);
  return present.length > 0 && present.every((cell) => /^[+-]?\d+$/.test(cell));
}

function numberColumn(
  name: string,
  type: "integer" | "double",
  numbers: readonly (number | null)[],
): Column {
  const values = numbers.map((number) => number ?? NaN);
  if (!numbers.some((number) => Number.isNaN(number))) return { name, type, values };
  const missing = Uint8Array.from(numbers, (number) => Number(number === null));
  return { name, type, values, missing };
}

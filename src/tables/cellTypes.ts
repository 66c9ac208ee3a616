/**
 * What texts of a table mean, by the same rules wherever a table comes from. A column is of numbers when
 * every cell is one and no cell would change by that.
 */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const special = /^[+-]?(?:inf|infinity)$|^nan$/i;
/** How Python and JavaScript write a missing number; R's NA and empty cells are null already. */
const missingNumber = /^(?:none|null)$/i;
const decimalComma = /^[+-]?\d+,\d+(?:[eE][+-]?\d+)?$/;
const booleans: Readonly<Record<string, boolean>> = {
  TRUE: true,
  True: true,
  true: true,
  FALSE: false,
  False: false,
  false: false,
};

/** The number that a cell says; null for a missing one, undefined when it is no number or would change. */
export function numberOf(cell: string | null): number | null | undefined {
  if (cell === null || missingNumber.test(cell)) return null;
  const text = cell.trim();
  if (special.test(text)) return specialNumber(text);
  if (!decimal.test(text) || isName(text)) return undefined;
  const value = Number(text);
  const vanishes = value === 0 && /^[^eE]*[1-9]/.test(text);
  return Number.isFinite(value) && !vanishes && !losesDigits(text, value) ? value : undefined;
}

/** A text of digits that stands for itself: 007, or a hash such as 12e4567. */
function isName(text: string): boolean {
  return /^[+-]?0\d/.test(text) || /^\d{2,}e\d+$/i.test(text);
}

function specialNumber(text: string): number {
  if (/nan/i.test(text)) return NaN;
  return text.startsWith("-") ? -Infinity : Infinity;
}

/** Whether a whole number is none that a 64-bit float can hold. */
function losesDigits(text: string, value: number): boolean {
  if (Number.isSafeInteger(value) || !/^[+-]?\d+$/.test(text)) return false;
  return BigInt(text.replace("+", "")) !== BigInt(value);
}

export const booleanOf = (cell: string): boolean | undefined =>
  Object.hasOwn(booleans, cell) ? own(booleans, cell) : undefined;

/** Whether a cell is a number but for a comma instead of the point. */
export const hasDecimalComma = (cell: string): boolean => decimalComma.test(cell.trim());
import { own } from "../util/own.js";

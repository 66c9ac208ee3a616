import { pythonFloat } from "../../util/text/pythonFloat.js";

/**
 * A number of Python source. Python tells 0 from 0.0 and prints them differently, JavaScript does
 * not; where a run's name holds such a number, its kind must be carried along.
 */
export interface PythonNumber {
  readonly value: number;
  readonly isFloat: boolean;
}

/** What Python's `str` prints for an int or a float. */
export function formatPythonNumber({ value, isFloat }: PythonNumber): string {
  return isFloat ? pythonFloat(value) : String(BigInt(value));
}

/** What Python's `format(value, ".<decimals>f")` prints: exact, ties to the even digit. */
export function formatPythonFixed(value: number, decimals: number): string {
  const exact = value.toFixed(100);
  const end = exact.indexOf(".") + 1 + decimals;
  const isTie = /^50*$/.test(exact.slice(end));
  const kept = exact.slice(0, end).replace(/\.$/, "");
  const isEven = Number(kept.at(-1)) % 2 === 0;
  return isTie && isEven ? kept : value.toFixed(decimals);
}

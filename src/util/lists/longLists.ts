/**
 * Lists of any length: `Math.min(...values)` and `list.push(...more)` end with an error where there are more values than a
 * call may have arguments, about a hundred thousand.
 */

/** The smallest of some numbers; Infinity of none, NaN where one of them is. */
export function smallest(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** The largest of some numbers; -Infinity of none, NaN where one of them is. */
export function largest(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** Puts values at the end of a list. */
export function append<T>(list: T[], values: Iterable<T>): void {
  for (const value of values) list.push(value);
}

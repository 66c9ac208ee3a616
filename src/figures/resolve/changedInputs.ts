/** The names of inputs that are not the same any more. */
export function changedInputs(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => own(before, name) !== own(now, name));
}
import { own } from "../../util/own.js";

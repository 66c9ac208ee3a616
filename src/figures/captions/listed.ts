import { largest, smallest } from "../../util/lists/longLists.js";

/** `a`, `a and b`, `a, b and c`; `a, x; b and c` where a part has commas of its own. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  const sign = parts.some((part) => part.includes(", ")) ? "; " : ", ";
  return `${parts.slice(0, -1).join(sign)} and ${parts.at(-1)}`;
}

/** The smallest and the largest of some numbers: `25`, `3 to 25`. */
export function spread(values: readonly number[]): string {
  const [least, most] = [smallest(values), largest(values)];
  return least === most ? String(least) : `${least} to ${most}`;
}

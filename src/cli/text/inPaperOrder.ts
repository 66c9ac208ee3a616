import type { Lookup } from "../../figures/lookups/index.js";
import { compareNaturally } from "../../util/text/compareNaturally.js";

/** Lookups by figure number, those without one last, then by key. */
export function inPaperOrder(lookups: readonly Lookup[]): Lookup[] {
  const number = ({ figure }: Lookup) => String(figure ?? "~");
  return lookups.toSorted(
    (a, b) => compareNaturally(number(a), number(b)) || compareNaturally(a.key, b.key),
  );
}

import type { Lookup } from "../catalog/index.js";

const { compare } = new Intl.Collator("en", { numeric: true });

/** Lookups by figure number, those without one last, then by key. */
export function inPaperOrder(lookups: readonly Lookup[]): Lookup[] {
  const number = ({ figure }: Lookup) => String(figure ?? "~");
  return lookups.toSorted((a, b) => compare(number(a), number(b)) || compare(a.key, b.key));
}

import type { SummaryRow } from "../numbers/summariseFigure.js";

/**
 * What a figure of published statistics says about itself: they are known to be wrong in places, and how many values of
 * its panel of sparsity errors are half means among whole ones.
 */
export function publishedNote(summary: readonly SummaryRow[]): string {
  const errors = summary.filter(({ key, mean }) => key === "sparse.error" && mean !== null);
  const halved = errors.filter(({ method }) => method === "beta profile likelihood, not doubled");
  const note = "Statistics as published";
  if (halved.length === 0) return note;
  const others = halved.length === errors.length ? "" : ", the others whole means";
  return `${note}: ${halved.length} of ${errors.length} sparsity errors are half means${others}`;
}

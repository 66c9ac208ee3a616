import type { Quantity } from "./quantity.js";
import { solvedAt } from "./solvedAt.js";
import { sparsityError } from "./sparsityError.js";
import { successRate } from "./successRate.js";

export { isJudged, type EstimateOptions, type Quantity, type QuantityOutcome } from "./quantity.js";

/** Every quantity, in the order of tables. A new one is a file beside these and a line here. */
export const quantities: readonly Quantity[] = [successRate, solvedAt, sparsityError];

/** The quantities of runs that log some of the metrics only. */
export function quantitiesOf(columns: { readonly sparsity: string | null }): readonly Quantity[] {
  return columns.sparsity === null ? quantities.filter((one) => one !== sparsityError) : quantities;
}

export const quantityKeys: readonly string[] = quantities.map(({ key }) => key);

import type { Quantity } from "./quantity.js";
import { solvedAt } from "./solvedAt.js";
import { sparsityError } from "./sparsityError.js";
import { successRate } from "./successRate.js";

export type { EstimateOptions, Quantity, QuantityOutcome } from "./quantity.js";

/** Every quantity, in the order of tables. A new one is a file beside these and a line here. */
export const quantities: readonly Quantity[] = [successRate, solvedAt, sparsityError];

export const quantityKeys: readonly string[] = quantities.map(({ key }) => key);

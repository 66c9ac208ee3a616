import { betaMean } from "../../stats/index.js";
import type { Quantity } from "./quantity.js";

/** Sparsity error of the solved runs at their best row (R: `sparse.error`). */
export const sparsityError: Quantity = {
  key: "sparse.error",
  title: "sparsity error",
  about: "largest distance of a weight from -1, 0 or 1 of the solved runs, at their best row",
  better: "smaller",
  isOverall: false,
  estimate: (outcomes, mode, options = {}) =>
    betaMean(
      outcomes.filter(({ solved }) => solved).map((outcome) => outcome.sparsityError ?? NaN),
      mode,
      options.fits,
    ),
  format: (value) => {
    if (value === 0) return "0";
    return value < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
  },
};

import { UserError } from "../../util/userError.js";
import { placeOf, type Lookup } from "../lookups/index.js";

/** The error for a figure of which no run is left. */
export function noneJudged(lookup: Lookup): UserError {
  const { threshold } = lookup;
  if (typeof threshold === "object" && "reference" in threshold) {
    const { experiment } = threshold.reference;
    return new UserError(
      `${placeOf(lookup, "threshold")}: none of the runs can be judged: they are of another operation, or the reference runs give no threshold.\n` +
        (experiment === undefined
          ? `Give other reference runs, or one threshold for all runs ("threshold: 1.0e-5").`
          : `Train reference runs, at least two: figures train ${experiment}`),
    );
  }
  return new UserError(
    `${placeOf(lookup, "threshold")}: none of the runs can be judged: each is of another operation or has no threshold.\n` +
      `Give one threshold for all runs in a lookup file ("threshold: 1.0e-5"), or add their ranges to a file of thresholds/.`,
  );
}

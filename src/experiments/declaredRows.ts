import { epochsBetweenRows } from "./settings/sequence.js";
import { completeSettings, type GivenSettings } from "./settings/runSettings.js";

/** How many rows of metrics a whole run with some settings logs. */
export function declaredRows(given: GivenSettings): number {
  const { task, maxEpochs, maxIterations, logInterval } = completeSettings(given);
  return task === "sequential_mnist"
    ? Math.floor(maxEpochs / epochsBetweenRows) + 1
    : Math.floor(maxIterations / logInterval) + 1;
}

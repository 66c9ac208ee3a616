import { wilsonInterval } from "../../stats/index.js";
import type { Quantity } from "./quantity.js";

/** Proportion of solved runs, of all runs (R: `success.rate`). */
export const successRate: Quantity = {
  key: "success.rate",
  title: "success rate",
  about: "proportion of solved runs, of all runs",
  better: "larger",
  isOverall: true,
  estimate: (outcomes) => {
    const solved = outcomes.filter((outcome) => outcome.solved);
    return {
      ...wilsonInterval(solved.length, outcomes.length),
      max: null,
      median: null,
      n: outcomes.length,
      leftOut: 0,
      notes: [],
    };
  },
  format: (value) => value.toFixed(2),
};

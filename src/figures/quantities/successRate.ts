import { wilsonInterval } from "../../stats/index.js";
import { isJudged, type Quantity } from "./quantity.js";

/** Proportion of solved runs, of all runs that can be judged (R: `success.rate`). */
export const successRate: Quantity = {
  key: "success.rate",
  title: "success rate",
  about: "proportion of solved runs, of all runs that can be judged",
  better: "larger",
  isOverall: true,
  estimate: (outcomes) => {
    const judged = outcomes.filter(isJudged);
    const solved = judged.filter((outcome) => outcome.solved);
    const leftOut = outcomes.length - judged.length;
    return {
      ...wilsonInterval(solved.length, judged.length),
      max: null,
      median: null,
      n: judged.length,
      leftOut,
      notes: leftOut === 0 ? [] : [`not judged: ${leftOut} of ${outcomes.length} runs`],
    };
  },
  format: (value) => value.toFixed(2),
};

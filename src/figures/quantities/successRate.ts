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
  format: rateText,
};

/** The most decimals that show how far a rate is from 0 or 1. */
const mostDecimals = 6;

/** Two decimals, or as many as tell a rate from none and from all: 224 of 225 are not 1.00. */
function rateText(value: number): string {
  for (let decimals = 2; decimals <= mostDecimals; decimals++) {
    const text = value.toFixed(decimals);
    const isEnd = Number(text) === 0 || Number(text) === 1;
    if (!isEnd || Number(text) === value) return text;
  }
  return value.toFixed(2);
}

export {
  alignCurves,
  alignRules,
  chooseAlignRule,
  type AlignedCurves,
  type AlignRule,
} from "./curves/alignCurves.js";
export { binCurves } from "./curves/binCurves.js";
export { prepareCurve, type Curve, type PreparedCurve } from "./curves/curve.js";
export { betaMean } from "./betaMean.js";
export type { Estimate, EstimateMethod, Interval } from "./estimate.js";
export { gammaMean } from "./gammaMean.js";
export { judgeRun, type JudgeOptions } from "./judgeRun.js";
export type { Outcome } from "./outcome.js";
export { halfOpen, sortRanges, type RangeOrder } from "./sortRanges.js";
export { statisticsModes, type StatisticsMode } from "./statisticsMode.js";
export {
  summariseOutcomes,
  type OutcomeSummary,
  type SummarisedOutcome,
} from "./summariseOutcomes.js";
export { tInterval } from "./tInterval.js";
export { wilsonInterval } from "./wilsonInterval.js";

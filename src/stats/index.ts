export { areaUnder } from "./curves/area.js";
export {
  alignCurves,
  alignRules,
  chooseAlignRule,
  commonX,
  type AlignedCurves,
  type AlignRule,
} from "./curves/alignCurves.js";
export { groupCurves, type CurveEnd, type CurveGroup } from "./curves/curveGroup.js";
export { binCurves } from "./curves/binCurves.js";
export { prepareCurve, type Curve, type PreparedCurve } from "./curves/curve.js";
export { betaMean } from "./betaMean.js";
export type { Estimate, EstimateMethod, Interval } from "./estimate.js";
export { gammaMean } from "./gammaMean.js";
export { judgeRun, type JudgeOptions } from "./judgeRun.js";
export type { Outcome } from "./outcome.js";
export { halfOpen, sortRanges, type RangeOrder } from "./sortRanges.js";
export { mergedRows } from "./mergedRows.js";
export {
  publishedFits,
  statisticsModes,
  type PublishedFits,
  type StatisticsMode,
} from "./statisticsMode.js";
export { upperMeanBound } from "./upperMeanBound.js";
export { tInterval } from "./tInterval.js";
export { wilsonInterval } from "./wilsonInterval.js";
export { firstReach, reaches, type Goal } from "./curves/firstReach.js";
export { smooth, smoothByDistance } from "./curves/smoothCurve.js";
export {
  takeNames,
  takeNumber,
  takeOf,
  takes,
  takeUntil,
  type Better,
  type NotTaken,
  type Take,
  type TakeChoice,
  type Taken,
  type TakeName,
} from "./curves/takes.js";
export {
  centreNames,
  centres,
  interquartileMean,
  type Centre,
  type CentreName,
} from "./groups/centres.js";
export {
  intervalMethods,
  intervalNames,
  intervalOf,
  type Interval as IntervalChoice,
  type IntervalMethod,
  type IntervalInput,
} from "./groups/intervals.js";
export { pairedDifference, type PairedDifference } from "./groups/pairedDifference.js";
export {
  chooseStatistic,
  summariseGroup,
  type GroupSummary,
  type StatisticOptions,
} from "./groups/summariseGroup.js";
export { aggregates, type Aggregate, type AggregateName } from "./reliable/aggregates.js";
export { averageScoreProfile, performanceProfile } from "./reliable/performanceProfile.js";
export {
  probabilityOfImprovement,
  probabilityOfImprovementInterval,
} from "./reliable/probabilityOfImprovement.js";
export {
  aggregateScores,
  profileScores,
  sampleEfficiency,
  type AggregateEstimate,
  type ReliableOptions,
} from "./reliable/reliable.js";
export type { Scores } from "./reliable/scores.js";
export {
  stratifiedIndices,
  type BootstrapEstimate,
  type StratifiedIndices,
} from "./reliable/stratifiedBootstrap.js";
export type { Bounds, ResampleOptions } from "./groups/bootstrap.js";

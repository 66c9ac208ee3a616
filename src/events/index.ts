export { compareNaturally } from "./compareNaturally.js";
export { crc32c, maskedCrc32c } from "./crc32c.js";
export { type FindOptions, findRuns, isEventFileName, type RunDirectory } from "./findRuns.js";
export { type AddedValues, type FollowOptions, followRuns, followValues } from "./followRuns.js";
export { footerBytes, frameRecord, headerBytes, writeFrame } from "./frameRecord.js";
export type {
  HParamsData,
  HParamsExperiment,
  HParamsSessionEnd,
  HParamsSessionStart,
  HParamValue,
} from "./hparams.js";
export {
  flattenHParamsTable,
  type HParamsRow,
  type HParamsTable,
  hparamsTable,
} from "./hparamsTable.js";
export { describeLoss, isDamage, type Loss, type LossKind } from "./loss.js";
export { decodeMessage, messageType } from "./messages.js";
export type * from "./point.js";
export type { ReadOptions, TagFilter } from "./readOptions.js";
export { readRun, RunReader, readRuns } from "./readRun.js";
export type { PointSeries, Run, ScalarSeries, TextSeries } from "./run.js";
export { RunFollower } from "./runFollower.js";
export {
  openStreams,
  type RunBatch,
  RunStream,
  type StreamLimits,
  streamRuns,
  SupersededError,
} from "./runStream.js";
export { RunTail } from "./runTail.js";
export type { EventSink } from "./eventSink.js";
export { ScalarBatch } from "./scalarBatch.js";
export type { Tag, TagKind } from "./tag.js";
export { type MediaFile, writeMedia } from "./writeMedia.js";

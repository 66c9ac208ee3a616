export { compareNaturally } from "../util/text/compareNaturally.js";
export { crc32c, maskedCrc32c } from "./wire/crc32c.js";
export {
  type FindOptions,
  findRuns,
  isEventFileName,
  listRuns,
  type RunDirectory,
} from "./runs/findRuns.js";
export {
  type AddedValues,
  type FollowOptions,
  followRuns,
  followValues,
} from "./runs/followRuns.js";
export type { FollowerOptions } from "./runs/sinkFollower.js";
export { footerBytes, frameRecord, headerBytes, writeFrame } from "./wire/frameRecord.js";
export type {
  HParamsData,
  HParamsExperiment,
  HParamsSessionEnd,
  HParamsSessionStart,
  HParamValue,
} from "./decode/hparams.js";
export {
  flattenHParamsTable,
  type HParamsRow,
  type HParamsTable,
  hparamsTable,
} from "./runs/hparamsTable.js";
export { describeLoss, isDamage, type Loss, type LossKind, totalCostOf } from "./files/loss.js";
export { decodeMessage, messageType } from "./wire/messages.js";
export type * from "./decode/point.js";
export type { ReadOptions, TagFilter } from "./decode/readOptions.js";
export { readRun, RunReader } from "./runs/readRun.js";
export { readEach, readRuns } from "./threads/readEach.js";
export type { TagEntry, TagTable } from "./decode/tagTable.js";
export type { PointSeries, Run, RunParts, ScalarSeries, TextSeries } from "./runs/run.js";
export { RunFollower } from "./runs/runFollower.js";
export type { ReadMemory } from "./files/readMemory.js";
export type {
  KernelColumns,
  KernelProgress,
  KnownRecord,
  RecordKernel,
} from "./kernel/recordKernel.js";
export type { Workspace } from "./runs/workspace.js";
export type { ReadBuffer } from "./files/readBuffer.js";
export type { HeldValues } from "./supersede/heldValues.js";
export {
  openStreams,
  type RunBatch,
  RunStream,
  type StreamLimits,
  streamRuns,
  SupersededError,
} from "./runs/runStream.js";
export {
  describeSuperseded,
  type Superseded,
  type SupersededReason,
} from "./supersede/superseded.js";
export { RunTail } from "./runs/runTail.js";
export type { FileClock, FileSegment, LogMark } from "./decode/logMark.js";
export type { EventSink } from "./decode/eventSink.js";
export { enlarged, ScalarBatch } from "./decode/scalarBatch.js";
export type { Tag, TagKind } from "./decode/tag.js";
export { MediaPaths } from "./runs/mediaPaths.js";
export type { MediaPlace } from "./runs/mediaFileName.js";
export { type MediaFile, writeMedia } from "./runs/writeMedia.js";

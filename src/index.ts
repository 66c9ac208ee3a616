// What a notebook or a script of one's own uses, in the order in which data take their way. What only few need
// has entries of its own: tbfigures/events, tbfigures/stats, tbfigures/train and tbfigures/modules.

// Event files: runs and what they logged.
export { findRuns, type FindOptions, type RunDirectory } from "./events/runs/findRuns.js";
export { readRun, readRuns } from "./events/runs/readRun.js";
export {
  followRuns,
  followValues,
  type AddedValues,
  type FollowOptions,
} from "./events/runs/followRuns.js";
export type { PointSeries, Run, ScalarSeries, TextSeries } from "./events/runs/run.js";
export type { ReadOptions, TagFilter } from "./events/decode/readOptions.js";
export { describeLoss, type Loss, type LossKind } from "./events/files/loss.js";
export { describeSuperseded, type Superseded } from "./events/supersede/superseded.js";
export { hparamsTable, flattenHParamsTable } from "./events/runs/hparamsTable.js";
export { writeMedia, type MediaFile } from "./events/runs/writeMedia.js";
export {
  openEventWriter,
  type EventWriter,
  type EventWriterOptions,
} from "./events/write/eventWriter.js";

// Tables: logs as tidy rows.
export {
  exportLogs,
  streamLogs,
  writeTable,
  type ExportedLogs,
  type ExportOptions,
} from "./exports/exportLogs.js";
export type { LogTable } from "./exports/streamRows.js";
export { readTable, tableRows } from "./tables/database/readTable.js";
export { csvText } from "./tables/csv.js";
export type { Column, Table } from "./tables/table.js";
export { collect, type TableStream } from "./tables/tableStream.js";

// Figures: lookups, what they resolve to, numbers, drawings.
export { resolveFolders, type FolderOptions, type Folders } from "./figures/folders.js";
export {
  findLookup,
  readLookup,
  readLookups,
  type LookupCatalog,
} from "./figures/lookups/readLookups.js";
export { singleSeriesLookup } from "./figures/lookups/singleSeriesLookup.js";
export type { Lookup, LookupSeries } from "./figures/lookups/lookupSchema.js";
export { resolveData, resolveFigure, type BuildSettings } from "./figures/resolve/resolveFigure.js";
export type { ResolvedData, ResolvedFigure } from "./figures/resolve/resolvedFigure.js";
export { readThresholdSet, type ThresholdSet } from "./figures/resolve/readThresholds.js";
export {
  computeFigure,
  type ComputeOptions,
  type FigureNumbers,
} from "./figures/numbers/computeFigure.js";
export { quantities, type Quantity } from "./figures/quantities/index.js";
export { sources, type Source } from "./figures/sources/index.js";
export { buildFigure, type BuildOptions, type BuiltFigure } from "./figures/build/buildFigure.js";
export { checkFigure } from "./figures/build/checkFigure.js";

// Drawing a spec of one's own.
export { readSpec } from "./plot/spec/readSpec.js";
export { readTheme, themeNames } from "./plot/spec/readTheme.js";
export {
  figureFormats,
  type Figure,
  type FigureFormat,
  type RenderedFigure,
  type RenderOptions,
  type Theme,
} from "./plot/spec/figure.js";
export { renderFigure } from "./plot/renderFigure.js";

// Statistics of the papers; tbfigures/stats has all.
export { judgeRun, type JudgeOptions } from "./stats/judgeRun.js";
export { wilsonInterval } from "./stats/wilsonInterval.js";
export { tInterval } from "./stats/tInterval.js";
export type { Estimate } from "./stats/estimate.js";
export type { Outcome } from "./stats/outcome.js";
export type { RunRows } from "./stats/runRows.js";
export { readRunRows } from "./figures/data/readRunRows.js";

// Training: experiments become runs; tbfigures/train has single runs.
export { readPipelines } from "./experiments/readPipelines.js";
export { selectExperiments } from "./experiments/selectExperiments.js";
export type { Experiment } from "./experiments/experiment.js";
export { planTraining, type TrainingPlan, type TrainingRequest } from "./jobs/plan/planTraining.js";
export {
  executeTraining,
  type ExecuteOptions,
  type TrainingReport,
} from "./jobs/executors/executeTraining.js";
export { trainInWorkers } from "./jobs/executors/trainInWorkers.js";
export { addModule, findModule } from "./train/modules/moduleRegistry.js";
export { loadModules } from "./train/modules/loadModules.js";

export { UserError } from "./util/userError.js";

// What a notebook or a script of one's own uses, in the order in which data take their way. What only few need
// has entries of its own: tbfigures/events, tbfigures/stats, tbfigures/train and tbfigures/modules.

// Event files: runs and what they logged.
export { findRuns, type FindOptions, type RunDirectory } from "./events/runs/findRuns.js";
export { readRun } from "./events/runs/readRun.js";
export { readEach } from "./events/threads/readEach.js";
export { readRuns, type ReadRuns } from "./explore/notebook/readRuns.js";
export {
  followRuns,
  followValues,
  type AddedValues,
  type FollowOptions,
} from "./events/runs/followRuns.js";
export type { FollowerOptions } from "./events/runs/sinkFollower.js";
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
export type { TableLayout } from "./exports/rows/joinRuns.js";
export type { LogDirectories } from "./exports/logDirectories.js";
export type { FindNamedOptions } from "./exports/readNamedRuns.js";
export type { LogTable } from "./exports/streamRows.js";
export { readTable, tableRows } from "./tables/database/readTable.js";
export { csvText } from "./tables/csv.js";
export type { Column, Table, Missing, ColumnType } from "./tables/table.js";
export {
  collect,
  type TableStream,
  type ColumnHead,
  type TablePart,
  type PartColumn,
  type CategoryColumn,
} from "./tables/tableStream.js";

// Logs of one's own: what they hold, what is known of their runs, statistics over runs.
export { findLogs, type FoundLogs } from "./figures/logs/findLogs.js";
export {
  inspectLogs,
  type InspectedRun,
  type InspectedTag,
  type Inspection,
} from "./figures/logs/inspectLogs.js";
export { factsOfRuns, type FactRules, type RunFacts } from "./facts/runFacts.js";
export { reduceLogs, type ReducedCurve, type ReduceOptions } from "./exports/reduceLogs.js";
export { reducedTable, writeReducedEvents } from "./exports/writeReduced.js";

// SQL about logs, tables and figures.
export { query, type QueryOptions } from "./explore/query/query.js";

// Notebooks: figures and tables that Jupyter shows, tables that are asked by plain functions.
export {
  draw,
  figure,
  type Chart,
  type DrawnSize,
  type FigureOptions,
  type ShownChart,
  type ShownFigure,
} from "./explore/notebook/figure.js";
export { openTable, table, type DataTable, type Groups } from "./explore/notebook/dataTable.js";
export {
  count,
  least,
  lower,
  mean,
  median,
  most,
  numbers,
  upper,
  type Aggregate,
} from "./explore/notebook/aggregates.js";
export { fromArrow, toArrow, type ArrowLike, type ArrowPackage } from "./explore/notebook/arrow.js";
export { toDanfo } from "./explore/notebook/toDanfo.js";
export type { MimeBundle } from "./explore/notebook/mimeBundle.js";

// Figures: lookups, what they resolve to, numbers, drawings.
export { resolveFolders, type FolderOptions, type Folders } from "./figures/folders.js";
export {
  findLookup,
  readLookup,
  readLookups,
  type LookupCatalog,
} from "./figures/lookups/readLookups.js";
export { defineLookup, type LookupInput } from "./figures/lookups/defineLookup.js";
export { singleSeriesLookup } from "./figures/lookups/singleSeriesLookup.js";
export type { LookupSeries, ReferenceRule, ThresholdRule } from "./figures/lookups/seriesSchema.js";
export type {
  DataOrigin,
  PublishedNumber,
  PublishedTable,
  Shown,
} from "./figures/lookups/paperData.js";
export type {
  Lookup,
  LookupContent,
  MetricColumns,
  LookupFile,
  NameRule,
} from "./figures/lookups/lookupSchema.js";
export type { OwnCompare, OwnLogs, OwnQuantity, OwnReliable } from "./figures/lookups/ownLogs.js";
export { resolveData, resolveFigure, type BuildSettings } from "./figures/resolve/resolveFigure.js";
export type {
  ResolvedData,
  ResolvedFigure,
  SeriesSource,
  ResolvedSeries,
  RunsSource,
  TableSource,
} from "./figures/resolve/resolvedFigure.js";
export type { DeclaredSize } from "./figures/resolve/declaredExperiments.js";
export type { MissingSeries } from "./figures/resolve/seriesSource.js";
export type { InputFile } from "./figures/resolve/inputFile.js";
export type { ResolvedLogs, LogRun } from "./figures/logs/resolvedLogs.js";
export type { Facts, Fact } from "./facts/fact.js";
export type { RunWithFacts, KnownRun } from "./facts/runFacts.js";
export {
  readThresholdSet,
  type ReferenceRuns,
  type ReferenceSource,
  type ThresholdSet,
  type Threshold,
  type ThresholdSource,
} from "./figures/resolve/readThresholds.js";
export {
  computeFigure,
  type ComputeOptions,
  type FigureNumbers,
  type PartialSeries,
  type ShortSeries,
} from "./figures/numbers/computeFigure.js";
export type { SummaryRow } from "./figures/numbers/summariseFigure.js";
export type { FigureOutcome } from "./figures/numbers/judgeSeries.js";
export { quantities, type Quantity } from "./figures/quantities/index.js";
export type { EstimateOptions, QuantityOutcome } from "./figures/quantities/quantity.js";
export { sources, type Source } from "./figures/sources/index.js";
export type { SourceContext, SourceData } from "./figures/sources/source.js";
export {
  buildFigure,
  type BuildOptions,
  type BuiltFigure,
  type BuildFormat,
} from "./figures/build/buildFigure.js";
export { makeFigure, type MadeFigure } from "./figures/build/buildFigure.js";
export { layoutPeopleTable } from "./tables/peopleTable.js";
export type { Caption } from "./figures/captions/caption.js";
export type { CaptionFormat } from "./figures/captions/captionFormats.js";
export type { TableFormat, PeopleTable, PeopleRows, PeopleCell } from "./tables/peopleTable.js";
export type { FigureData } from "./figures/build/figureData.js";
export { checkFigure, type CheckOptions, type CheckedFigure } from "./figures/build/checkFigure.js";
export type { ComparedFigure, FileDifference, Inputs } from "./figures/report/comparedFigure.js";

// Drawing a spec of one's own.
export type { CanvasOptions } from "./plot/drawOnCanvas.js";
export { readSpec } from "./plot/spec/readSpec.js";
export { readTheme, themeNames } from "./plot/spec/readTheme.js";
export {
  figureFormats,
  type Figure,
  type FigureFormat,
  type RenderedFigure,
  type RenderOptions,
  type SvgText,
  type Theme,
  type FontFamily,
  type JsonObject,
  type Panel,
} from "./plot/spec/figure.js";
export { renderFigure } from "./plot/renderFigure.js";

// Statistics of the papers; tbfigures/stats has all.
export { judgeRun, type JudgeOptions } from "./stats/judgeRun.js";
export { wilsonInterval } from "./stats/wilsonInterval.js";
export { tInterval } from "./stats/tInterval.js";
export type { Estimate } from "./stats/estimate.js";
export type { Outcome } from "./stats/outcome.js";
export type { RunRows, RunMetric } from "./stats/runRows.js";

// Training: experiments become runs; tbfigures/train has single runs.
export { readPipelines, type PipelineOptions } from "./experiments/readPipelines.js";
export { selectExperiments } from "./experiments/selectExperiments.js";
export type { Experiment } from "./experiments/experiment.js";
export type { Variation } from "./experiments/variations.js";
export type { ExperimentSettings } from "./experiments/experimentSettings.js";
export { planTraining, type TrainingPlan, type TrainingRequest } from "./jobs/plan/planTraining.js";
export type { RunSelection } from "./jobs/plan/expandRuns.js";
export type { RunFailure } from "./train/runs/runDirectory.js";
export type { CopyRunTask } from "./jobs/plan/copyRun.js";
export {
  executeTraining,
  type ExecuteOptions,
  type TrainingReport,
} from "./jobs/executors/executeTraining.js";
export type { TrainingProgress } from "./jobs/executors/tally.js";
export type { Executor, TrainingEvents } from "./jobs/executors/executor.js";
export { trainInWorkers, type WorkersSettings } from "./jobs/executors/trainInWorkers.js";
export type { ClaimedTasksOptions } from "./jobs/executors/claimedTasks.js";
export type { ClaimTimes, Holder } from "./util/files/claims.js";
export type { ProcessIdentity } from "./util/files/processIdentity.js";
export { addModule, findModule } from "./train/modules/moduleRegistry.js";
export { loadModules } from "./train/modules/loadModules.js";

export { UserError } from "./util/userError.js";

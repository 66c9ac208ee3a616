export * from "./figures/lookups/index.js";
export type { Experiment } from "./experiments/experiment.js";
export { readPipelines } from "./experiments/readPipelines.js";
export { selectExperiments } from "./experiments/selectExperiments.js";
export {
  openEventWriter,
  type EventWriter,
  type EventWriterOptions,
} from "./events/write/eventWriter.js";
export * from "./events/index.js";
export { buildFigure, type BuildOptions } from "./figures/build/buildFigure.js";
export {
  computeFigure,
  type ComputeOptions,
  type FigureNumbers,
} from "./figures/numbers/computeFigure.js";
export {
  exportLogs,
  streamLogs,
  writeTable,
  type ExportedLogs,
  type ExportOptions,
} from "./exports/exportLogs.js";
export { quantities, type Quantity } from "./figures/quantities/index.js";
export { readThresholdSet, type ThresholdSet } from "./figures/resolve/readThresholds.js";
export { resolveData, resolveFigure, type BuildSettings } from "./figures/resolve/resolveFigure.js";
export type { ResolvedData, ResolvedFigure } from "./figures/resolve/resolvedFigure.js";
export { resolveFolders, type FolderOptions, type Folders } from "./figures/folders.js";
export type { FigureOutcome } from "./figures/numbers/judgeSeries.js";
export type { SummaryRow } from "./figures/numbers/summariseFigure.js";
export * from "./plot/index.js";
export * from "./stats/index.js";
export { csvText, exporterStyle, rStyle } from "./tables/csv.js";
export type { RunNameColumns } from "./experiments/names/nameFormat.js";
export { exportRun, type ExportedRun } from "./exports/layouts/exportRun.js";
export type { LogTable } from "./exports/streamRows.js";
export { readRunRows } from "./figures/data/readRunRows.js";
export type { RunRows } from "./stats/runRows.js";
export type { Column, Table } from "./tables/table.js";
export {
  type CategoryColumn,
  collect,
  type ColumnHead,
  type PartColumn,
  StartAgain,
  type TablePart,
  type TableStream,
} from "./tables/tableStream.js";
export { createTrainer } from "./train/trainer/createTrainer.js";
export { expandRuns, type RunSelection } from "./jobs/plan/expandRuns.js";
export { resolveRun, type ResolvedRun } from "./train/runs/resolveRun.js";
export { loadModules } from "./train/modules/loadModules.js";
export { logRun, type LogRunOptions } from "./train/runs/logRun.js";
export { addModule, findModule } from "./train/modules/moduleRegistry.js";
export { decodeRunName, formatRunName } from "./experiments/names/runName.js";
export {
  completeSettings,
  defaultRunSettings,
  type GivenSettings,
  type RunSettings,
} from "./experiments/settings/runSettings.js";
export type * from "./train/trainer/trainer.js";
export { trainRun, type TrainRunTask } from "./train/runs/trainRun.js";
export { UserError } from "./util/userError.js";

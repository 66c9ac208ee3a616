export * from "./catalog/index.js";
export type { Experiment } from "./catalog/experiment.js";
export { readPipelines } from "./catalog/readPipelines.js";
export { selectExperiments } from "./catalog/selectExperiments.js";
export {
  openEventWriter,
  type EventWriter,
  type EventWriterOptions,
} from "./events/eventWriter.js";
export * from "./events/index.js";
export { buildFigure, type BuildOptions } from "./pipeline/buildFigure.js";
export {
  computeFigure,
  type ComputeOptions,
  type FigureNumbers,
} from "./pipeline/computeFigure.js";
export {
  exportLogs,
  streamLogs,
  writeTable,
  type ExportedLogs,
  type ExportOptions,
} from "./pipeline/exportLogs.js";
export { resolveFolders, type FolderOptions, type Folders } from "./pipeline/folders.js";
export type { FigureOutcome } from "./pipeline/judgeLookup.js";
export type { SummaryKey, SummaryRow } from "./pipeline/summariseFigure.js";
export * from "./plot/index.js";
export * from "./stats/index.js";
export { csvText, exporterStyle, rStyle } from "./tables/csv.js";
export { decodeRunName, type RunNameColumns } from "./tables/decodeRunName.js";
export { exportRun, type ExportedRun } from "./tables/exportRun.js";
export type { LogTable } from "./pipeline/streamRows.js";
export { readRunRows } from "./tables/readRunRows.js";
export type { RunRows } from "./tables/runRows.js";
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
export { createTrainer } from "./train/createTrainer.js";
export { expandRuns, type PlannedRun, type RunSelection } from "./train/expandRuns.js";
export { loadModules } from "./train/loadModules.js";
export { logRun, type LogRunOptions } from "./train/logRun.js";
export { addModule, findModule } from "./train/modules/moduleRegistry.js";
export { formatRunName } from "./train/runName.js";
export {
  completeSettings,
  defaultRunSettings,
  type GivenSettings,
  type RunSettings,
} from "./train/runSettings.js";
export type * from "./train/trainer.js";
export { trainRun, type TrainRunTask } from "./train/trainRun.js";
export { UserError } from "./util/userError.js";

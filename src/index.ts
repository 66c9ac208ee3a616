export * from "./catalog/index.js";
export * from "./events/index.js";
export { buildFigure, type BuildOptions } from "./pipeline/buildFigure.js";
export {
  computeFigure,
  type ComputeOptions,
  type FigureNumbers,
} from "./pipeline/computeFigure.js";
export {
  exportLogs,
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
export { readRunRows } from "./tables/readRunRows.js";
export type { RunRows } from "./tables/runRows.js";
export type { Column, Table } from "./tables/table.js";
export { UserError } from "./util/userError.js";

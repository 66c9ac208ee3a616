import { join } from "node:path";
import type { Lookup } from "../catalog/index.js";
import type { FigureFormat } from "../plot/index.js";
import { csvText, rStyle } from "../tables/csv.js";
import { writeFileAtomically } from "../util/writeFileAtomically.js";
import {
  figureInputs,
  makeRecord,
  readRecord,
  recordFile,
  staleness,
  type BuildSettings,
} from "./buildRecord.js";
import { computeFigure, type FigureNumbers } from "./computeFigure.js";
import { drawFigure } from "./drawFigure.js";
import type { Folders } from "./folders.js";
import { failureTable, outcomeTable, summaryTable } from "./resultTables.js";

export interface BuildOptions extends BuildSettings {
  readonly formats: readonly FigureFormat[];
  /** Build even what is up to date. */
  readonly force?: boolean;
  /** Told about everything that was left out or could not be read. */
  readonly warn: (message: string) => void;
}

/** A figure that is now in its folder. */
export interface BuiltFigure {
  /** Paths of its files. */
  readonly files: readonly string[];
  /** What it was made from; undefined when it was up to date and nothing had to be done. */
  readonly numbers?: FigureNumbers;
}

/**
 * Builds a figure unless it is up to date: its drawing in every format asked for, its numbers as CSV,
 * and a record of what they were made from.
 *
 * @throws {UserError} when data are missing, the spec is wrong, or the folder cannot be written to
 */
export async function buildFigure(
  lookup: Lookup,
  folders: Folders,
  options: BuildOptions,
): Promise<BuiltFigure> {
  const { key } = lookup;
  const inputs = await figureInputs(lookup, folders, options);
  const names = outputNames(key, options.formats);
  const files = names.map((name) => join(folders.out, name));
  const record = await readRecord(folders.out, key);
  if (!options.force && (await staleness(folders.out, record, inputs, names)).length === 0) {
    return { files };
  }
  const { numbers, contents } = await makeFigure(lookup, folders, options);
  for (const [name, content] of contents) {
    await writeFileAtomically(join(folders.out, name), content);
  }
  await writeFileAtomically(
    recordFile(folders.out, key),
    `${JSON.stringify(makeRecord(inputs, contents, record), null, 2)}\n`,
  );
  return { files, numbers };
}

/** The contents of a figure's files by their names, without writing them. */
export async function makeFigure(
  lookup: Lookup,
  folders: Folders,
  options: BuildOptions,
): Promise<{ numbers: FigureNumbers; contents: Map<string, string | Uint8Array> }> {
  const numbers = await computeFigure(lookup, folders, options);
  const drawings = await drawFigure(numbers, folders, options);
  const csv = [
    summaryTable(numbers.summary),
    outcomeTable(numbers.outcomes),
    failureTable(numbers.outcomes),
  ].map((table) => csvText(table, rStyle));
  const contents = [...options.formats.map((format) => drawings.get(format)!), ...csv];
  const names = outputNames(lookup.key, options.formats);
  return { numbers, contents: new Map(names.map((name, index) => [name, contents[index]])) };
}

/** Drawings first, then the figure's numbers, its outcomes and its unsolved runs. */
function outputNames(key: string, formats: readonly FigureFormat[]): string[] {
  const drawings = formats.map((format) => `${key}.${format}`);
  return [...drawings, `${key}.csv`, `${key}_seeds_best.csv`, `${key}_seeds_failure.csv`];
}

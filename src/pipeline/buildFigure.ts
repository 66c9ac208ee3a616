import { join } from "node:path";
import type { Lookup } from "../catalog/index.js";
import type { FigureFormat } from "../plot/index.js";
import { csvText, rStyle } from "../tables/csv.js";
import { writeFileAtomically } from "../util/writeFileAtomically.js";
import { computeFigure, type ComputeOptions, type FigureNumbers } from "./computeFigure.js";
import { drawFigure } from "./drawFigure.js";
import type { Folders } from "./folders.js";
import { failureTable, outcomeTable, summaryTable } from "./resultTables.js";

export interface BuildOptions extends ComputeOptions {
  readonly formats: readonly FigureFormat[];
  /** Overrides what the lookup says. */
  readonly theme?: string;
  /** Dots per inch of the PNG. */
  readonly dpi: number;
}

/**
 * Builds a figure: its drawing in every format asked for, and its numbers as CSV beside it.
 *
 * @returns what it was made from, and the files written
 * @throws {UserError} when data are missing, the spec is wrong, or the folder cannot be written to
 */
export async function buildFigure(
  lookup: Lookup,
  folders: Folders,
  options: BuildOptions,
): Promise<FigureNumbers & { readonly files: readonly string[] }> {
  const numbers = await computeFigure(lookup, folders, options);
  const drawings = await drawFigure(numbers, folders, options);
  const place = (ending: string) => join(folders.out, `${lookup.key}${ending}`);
  const contents = new Map<string, string | Uint8Array>(
    [...drawings].map(([format, content]) => [place(`.${format}`), content]),
  );
  contents.set(place(".csv"), csvText(summaryTable(numbers.summary), rStyle));
  contents.set(place("_seeds_best.csv"), csvText(outcomeTable(numbers.outcomes), rStyle));
  contents.set(place("_seeds_failure.csv"), csvText(failureTable(numbers.outcomes), rStyle));
  for (const [path, content] of contents) await writeFileAtomically(path, content);
  return { ...numbers, files: [...contents.keys()] };
}

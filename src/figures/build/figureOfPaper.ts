import { parseSpec } from "../../plot/index.js";
import type { FigureOfPaper } from "../captions/checkTex.js";
import { macroPrefix } from "../captions/macroNames.js";
import { paperNumbers } from "../captions/paperNumbers.js";
import type { Folders } from "../folders.js";
import type { Lookup } from "../lookups/index.js";
import { resolveFigure, type BuildSettings } from "../resolve/resolveFigure.js";
import { figureData } from "./figureData.js";

/**
 * The numbers of a figure that a paper's text may have, without drawing it.
 *
 * @throws {UserError} when data are missing
 */
export async function figureOfPaper(
  lookup: Lookup,
  folders: Folders,
  settings: Pick<BuildSettings, "statistics"> & { readonly warn: (message: string) => void },
): Promise<FigureOfPaper> {
  const figure = await resolveFigure(lookup, folders, { ...settings, dpi: 300 });
  const spec = parseSpec(figure.spec.text, figure.spec.path);
  const data = await figureData(figure, spec, settings.warn);
  const { key } = figure.lookup;
  return { key, prefix: macroPrefix(key), numbers: paperNumbers(key, data) };
}

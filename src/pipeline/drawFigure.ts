import type { FigureFormat, JsonObject, RenderedFigure } from "../plot/index.js";
import { UserError } from "../util/userError.js";
import type { FigureNumbers } from "./computeFigure.js";
import { figureStyle } from "./figureStyle.js";
import type { Folders } from "./folders.js";

export interface DrawOptions {
  readonly formats: readonly FigureFormat[];
  readonly theme?: string;
  readonly dpi: number;
  readonly warn: (message: string) => void;
}

/**
 * Draws a figure from its numbers. A spec may name two sources of data: `summary`, one row per model,
 * parameter and number, and `outcomes`, one row per run.
 */
export async function drawFigure(
  { lookup, outcomes, summary }: FigureNumbers,
  folders: Pick<Folders, "figures">,
  options: DrawOptions,
): Promise<RenderedFigure> {
  const { inOrder, readSpec, renderFigure } = await import("../plot/index.js");
  const { specFile, themeFile } = await figureStyle(lookup, folders, options.theme);
  const { spec } = await readSpec(specFile);
  const orders = {
    model: lookup.series.map(({ label }) => label),
    parameter: [...new Set(summary.map(({ parameter }) => parameter))],
  };
  const sources: Readonly<Record<string, () => readonly object[]>> = {
    summary: () => inOrder(summary, orders),
    outcomes: () => inOrder(outcomes, { ...orders, parameter: [] }),
  };
  const named = dataNames(spec);
  const used = Object.entries(sources).filter(([name]) => named.has(name));
  if (used.length === 0) {
    throw new UserError(
      `${specFile}: the spec names none of the data that a figure can show: ${Object.keys(sources).join(", ")}.\n` +
        `Write "data": {"name": "summary"} at its top.`,
    );
  }
  return renderFigure(
    {
      spec,
      specName: specFile,
      data: Object.fromEntries(used.map(([name, rows]) => [name, rows()])),
      ...lookup.size,
      theme: themeFile,
      title: lookup.title,
      description: lookup.paper && `${lookup.paper}${figureNumber(lookup.figure)}`,
      panels: lookup.panels,
      params: lookup.params,
    },
    options.formats,
    { dpi: options.dpi, onWarning: options.warn },
  );
}

const figureNumber = (figure: string | number | undefined): string =>
  figure === undefined ? "" : `, figure ${figure}`;

/** The names of all data sources that a spec mentions. */
function dataNames(node: unknown): Set<string> {
  if (typeof node !== "object" || node === null) return new Set();
  const names = new Set(Object.values(node).flatMap((child) => [...dataNames(child)]));
  const { data } = node as JsonObject;
  const name = (data as { name?: unknown } | undefined)?.name;
  if (typeof name === "string") names.add(name);
  return names;
}

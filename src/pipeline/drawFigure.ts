import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { FigureFormat, JsonObject, RenderedFigure } from "../plot/index.js";
import { UserError } from "../util/userError.js";
import type { FigureNumbers } from "./computeFigure.js";
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
  const { spec, file } = await readSpec(
    await findFile(lookup.spec, ".vl.json", lookup.file, folders.figures),
  );
  const orders = {
    model: lookup.series.map(({ label }) => label),
    parameter: [...new Set(summary.map(({ parameter }) => parameter))],
  };
  const sources: Readonly<Record<string, () => readonly object[]>> = {
    summary: () => inOrder(summary, orders),
    outcomes: () => inOrder(outcomes, { ...orders, parameter: [] }),
  };
  const used = Object.entries(sources).filter(([name]) => dataNames(spec).has(name));
  if (used.length === 0) {
    throw new UserError(
      `${file}: the spec names none of the data that a figure can show: ${Object.keys(sources).join(", ")}.\n` +
        `Write "data": {"name": "summary"} at its top.`,
    );
  }
  const theme = options.theme ?? lookup.theme;
  return renderFigure(
    {
      spec,
      specName: file,
      data: Object.fromEntries(used.map(([name, rows]) => [name, rows()])),
      ...lookup.size,
      theme: /[\\/]|\.json$/.test(theme) ? resolve(dirname(lookup.file), theme) : theme,
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

/** A name is looked for in folders; a path is relative to the file that names it. */
async function findFile(
  nameOrPath: string,
  ending: string,
  namedIn: string,
  directories: readonly string[],
): Promise<string> {
  if (/[\\/]|\.json$/.test(nameOrPath)) return resolve(dirname(namedIn), nameOrPath);
  for (const directory of directories) {
    const path = join(directory, `${nameOrPath}${ending}`);
    if (await exists(path)) return path;
  }
  throw new UserError(
    `${namedIn}: "spec": there is no spec "${nameOrPath}".\n` +
      `Looked for ${directories.map((directory) => join(directory, nameOrPath + ending)).join(", ")}.`,
  );
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The names of all data sources that a spec mentions. */
function dataNames(node: unknown): Set<string> {
  if (typeof node !== "object" || node === null) return new Set();
  const names = new Set(Object.values(node).flatMap((child) => [...dataNames(child)]));
  const { data } = node as JsonObject;
  const name = (data as { name?: unknown } | undefined)?.name;
  if (typeof name === "string") names.add(name);
  return names;
}

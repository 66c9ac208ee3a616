import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Lookup } from "../lookups/index.js";
import { figureFormats, type FigureFormat } from "../../plot/spec/figure.js";
import { figureCaption, type Caption } from "../captions/caption.js";
import { captionFormats, layoutCaption, type CaptionFormat } from "../captions/captionFormats.js";
import { csvText } from "../../tables/csv.js";
import { layoutPeopleTable, tableFormats, type TableFormat } from "../../tables/peopleTable.js";
import { UserError } from "../../util/userError.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Folders } from "../folders.js";
import { changedInputs } from "../resolve/changedInputs.js";
import { inputsOf, resolveFigure, type BuildSettings } from "../resolve/resolveFigure.js";
import type { ResolvedFigure, SeriesSource } from "../resolve/resolvedFigure.js";
import { makeRecord, readRecord, recordFile, staleness } from "./buildRecord.js";
import { drawableFigure, drawFigure } from "./drawFigure.js";
import { figureData, type FigureData } from "./figureData.js";

/** Formats of drawings, of captions, of tables for people, and `csv`, which is always written. */
export type BuildFormat = FigureFormat | CaptionFormat | TableFormat | "csv";
export const buildFormats: readonly BuildFormat[] = [
  ...figureFormats,
  ...captionFormats,
  ...tableFormats,
  "csv",
];

export interface BuildOptions extends BuildSettings {
  readonly formats: readonly BuildFormat[];
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
  readonly data?: FigureData;
  /** The sentences of its caption. */
  readonly caption: readonly string[];
  /** Where the data of its series were found. */
  readonly sources: readonly SeriesSource[];
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
  const figure = await resolveFigure(lookup, folders, options);
  const { inputs } = figure;
  const sources = figure.series.map(({ source }) => source);
  const record = readRecord(folders.out, key);
  const wanted = options.formats
    .filter((format) => format !== "csv")
    .map((format) => `${key}.${format}`);
  const isBuilt = record && staleness(folders.out, record, inputs, wanted).length === 0;
  if (isBuilt && !options.force) {
    const names = Object.keys({ ...record.files, ...record.optional });
    const files = names.map((name) => join(folders.out, name)).filter(existsSync);
    return { files, caption: record.caption ?? [], sources };
  }
  const { data, caption, contents } = await makeFigure(figure, options);
  // The record holds what was there before it was read: what changed meanwhile makes the figure stale.
  for (const input of changedInputs(inputs, inputsOf(figure))) {
    options.warn(`${input} changed while it was read: build again`);
  }
  for (const [name, content] of contents) {
    await writeFileAtomically(join(folders.out, name), content);
  }
  const written = makeRecord(key, inputs, contents, record, caption.sentences);
  await writeFileAtomically(recordFile(folders.out, key), `${JSON.stringify(written, null, 2)}\n`);
  const old = Object.keys(record?.files ?? {}).filter(
    (name) => !Object.hasOwn(written.files, name) && existsSync(join(folders.out, name)),
  );
  if (old.length > 0) {
    options.warn(
      `${old.join(", ")} in ${folders.out} is still what other data or options gave: ` +
        `build it again with --format, or remove it`,
    );
  }
  const files = [...contents.keys()].map((name) => join(folders.out, name));
  return { files, data, caption: caption.sentences, sources };
}

/** A figure that was made and not written. */
export interface MadeFigure {
  readonly data: FigureData;
  readonly caption: Caption;
  /** The contents of its files by their names. */
  readonly contents: ReadonlyMap<string, string | Uint8Array>;
}

/** Makes a figure without writing it: its numbers, and the contents of its files. */
export async function makeFigure(
  figure: ResolvedFigure,
  options: Pick<BuildOptions, "formats" | "warn">,
): Promise<MadeFigure> {
  const { parseSpec, preloadFigureTools } = await import("../../plot/index.js");
  // Loading the drawing libraries takes as long as reading the data: both at once.
  const formats = figureFormats.filter((format) => options.formats.includes(format));
  preloadFigureTools(formats);
  const spec = parseSpec(figure.spec.text, figure.spec.path);
  const data = await figureData(figure, spec, options.warn);
  const caption = figureCaption(figure, spec, data);
  const drawings = await drawFigure(figure, spec, data, caption, { ...options, formats });
  const { key } = figure.lookup;
  return {
    data,
    caption,
    contents: new Map<string, string | Uint8Array>([
      ...formats.map((format) => [`${key}.${format}`, drawings.get(format)!] as const),
      ...captionFormats
        .filter((format) => options.formats.includes(format))
        .map((format) => [`${key}.${format}`, layoutCaption(caption, format, key)] as const),
      ...tablesFor(figure, data, options),
      ...Object.entries(data.tables).map(
        ([ending, table]) => [`${key}${ending}.csv`, csvText(table)] as const,
      ),
    ]),
  };
}

/**
 * Draws a figure on the 2D context of any canvas, as `drawOnCanvas` does.
 *
 * @returns how many pixels it takes
 */
export async function paintFigure(
  figure: ResolvedFigure,
  context: object,
  { scale, warn }: { readonly scale?: number; readonly warn: (message: string) => void },
): Promise<{ readonly width: number; readonly height: number }> {
  const { drawOnCanvas, parseSpec } = await import("../../plot/index.js");
  const spec = parseSpec(figure.spec.text, figure.spec.path);
  const data = await figureData(figure, spec, warn);
  const drawable = await drawableFigure(figure, spec, data, figureCaption(figure, spec, data));
  return drawOnCanvas(drawable, context, {
    ...(scale !== undefined && { scale }),
    onWarning: warn,
  });
}

/**
 * The tables for people that are asked for. A figure without numbers for one is drawn all the same, which is said.
 *
 * @throws {UserError} when nothing but tables is asked for, and there is none
 */
function tablesFor(
  { lookup }: ResolvedFigure,
  { people }: FigureData,
  { formats, warn }: Pick<BuildOptions, "formats" | "warn">,
): [string, string][] {
  const { key } = lookup;
  const asked = tableFormats.filter((format) => formats.includes(format));
  if (asked.length === 0) return [];
  if (people !== undefined) {
    return asked.map((format) => [`${key}.${format}`, layoutPeopleTable(people, format)]);
  }
  const what = `the spec "${lookup.spec}" shows no numbers that make a table for people`;
  if (figureFormats.some((format) => formats.includes(format))) {
    warn(`${what}: there is no ${asked.map((format) => `${key}.${format}`).join(", ")}`);
    return [];
  }
  throw new UserError(
    `${key}: ${what}.\n` +
      (lookup.logs === undefined
        ? `The CSV beside the figure has its numbers: --format csv`
        : `Name a number of each run in ${lookup.origin}: quantity: { tag: acc/val, take: last }`),
  );
}

import { basename, resolve } from "node:path";
import type {
  Figure,
  FigureFormat,
  FontFamily,
  JsonObject,
  RenderedFigure,
  Theme,
} from "../../plot/index.js";
import { existsSync } from "node:fs";
import { atField, placeOf, type Lookup } from "../lookups/index.js";
import { UserError } from "../../util/userError.js";
import { fieldLinesOf, lineOfField } from "../../util/yaml/fieldLines.js";
import type { InputFile } from "../resolve/inputFile.js";
import type { ResolvedFigure } from "../resolve/resolvedFigure.js";
import { captionText, type Caption } from "../captions/caption.js";
import { publishedNote } from "../captions/publishedNote.js";
import type { FigureData } from "./figureData.js";

export interface DrawOptions {
  readonly formats: readonly FigureFormat[];
  readonly warn: (message: string) => void;
}

/** Draws a figure as its lookup says. */
export async function drawFigure(
  resolved: ResolvedFigure,
  spec: JsonObject,
  data: FigureData,
  caption: Caption,
  options: DrawOptions,
): Promise<RenderedFigure> {
  const { renderFigure, RoomError } = await import("../../plot/index.js");
  const { dpi, svgText, lookup } = resolved;
  const figure = await drawableFigure(resolved, spec, data, caption);
  const settings = { dpi, svgText, onWarning: options.warn };
  return renderFigure(figure, options.formats, settings).catch((error: unknown) => {
    if (error instanceof RoomError) {
      const text = `${placeOf(lookup, "size")}: ${lookup.key}: ${error.reason}\n${error.remedy}`;
      throw new UserError(text, error.exitCode, { cause: error });
    }
    throw withLine(withLine(error, resolved.spec), resolved.theme);
  });
}

/** A figure as its lookup says, with everything that is drawn. */
export async function drawableFigure(
  { lookup, spec: specFile, theme, extended = [], origins }: ResolvedFigure,
  spec: JsonObject,
  { rows, numbers }: FigureData,
  caption: Caption,
): Promise<Figure> {
  const { applyParams, figureSize, parseTheme, selectPanels } = await import("../../plot/index.js");
  const { path: specName } = specFile;
  const { typePt, ...size } = figureSize(lookup.size, spec, placeOf(lookup, "size"));
  for (const [name, value] of Object.entries(lookup.params)) {
    await atField(lookup, `params.${name}`, () => applyParams(spec, specName, { [name]: value }));
  }
  if (lookup.panels !== undefined) {
    const { panels } = lookup;
    await atField(lookup, "panels", () => selectPanels(spec, specName, panels));
  }
  const base = extended.reduceRight<Theme | undefined>(
    (below, { text, path }) => parseTheme(text, path, below),
    undefined,
  );
  const font = fontOf(lookup);
  return {
    spec,
    specName,
    data: rows,
    ...size,
    ...(font !== undefined && { font }),
    typePt: lookup.type ?? typePt,
    theme: parseTheme(theme.text, theme.path, base),
    title: lookup.title,
    description: captionText(caption),
    ...(numbers?.statistics === "published" && { footnote: publishedNote(numbers.summary) }),
    ...(lookup.panels !== undefined && { panels: lookup.panels }),
    params: { ...legendOf(spec, origins), ...paramsOf(lookup, spec) },
  };
}

/** Complaints about parts of a JSON file (`layer[0].mark`), with the lines on which these parts stand. */
function withLine(error: unknown, { path, text }: InputFile): unknown {
  const start = `${path}: `;
  if (!(error instanceof UserError) || !error.message.includes(start)) return error;
  const lines = fieldLinesOf(text);
  const sentences = error.message.split("\n").map((sentence) => {
    if (!sentence.startsWith(start)) return sentence;
    const said = sentence.slice(start.length);
    const named = /^(?:the parameter )?"?(?:spec\.)?([\w$.[\]-]+)/.exec(said)?.[1] ?? "";
    // A place may go on into what Vega made of it: the nearest part that the file has counts.
    return `${path}:${lineOfField(lines, named.replace(/[.:]$/, ""))}: ${said}`;
  });
  return new UserError(sentences.join("\n"), error.exitCode, { cause: error });
}

/** Says in the legend's title whose data a figure of a paper shows, where its spec has such a title. */
function legendOf(
  { usermeta }: JsonObject,
  origins: ResolvedFigure["origins"],
): Record<string, string> {
  const params = isObject(usermeta) ? usermeta["params"] : undefined;
  const hasTitle = isObject(params) && "legendTitle" in params;
  return origins !== undefined && hasTitle ? { legendTitle: `Data: ${origins.join(", ")}` } : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The font that a lookup names: a family's name, or files relative to the lookup's. */
function fontOf(lookup: Lookup): string | FontFamily | undefined {
  const { font, folder } = lookup;
  const isFile = (name: string) => /\.[a-z0-9]+$/i.test(name);
  if (font === undefined || (typeof font === "string" && !isFile(font))) return font;
  const { regular, bold } = typeof font === "string" ? { regular: font, bold: undefined } : font;
  const missing = [regular, bold].find((file) => file && !existsSync(resolve(folder, file)));
  if (missing !== undefined) {
    throw new UserError(
      `${placeOf(lookup, "font")}: "font": there is no font file ${resolve(folder, missing)}.\n` +
        `Paths in a lookup are relative to its file.`,
    );
  }
  return {
    family: basename(regular).replace(/\.[^.]*$/, ""),
    regular: resolve(folder, regular),
    ...(bold !== undefined && { bold: resolve(folder, bold) }),
  };
}

/** The title of the x axis that specs are written with stands for ranges; another fact of the runs has its own name. */
function paramsOf({ params, parameter }: Lookup, spec: JsonObject): Lookup["params"] {
  const declared = Array.isArray(spec.params) ? (spec.params as JsonObject[]) : [];
  const isAboutRanges = declared.some(
    ({ name, value }) => name === "xTitle" && value === "Interpolation range",
  );
  if (!isAboutRanges || parameter === "interpolation.range") return params;
  return { xTitle: typeof parameter === "string" ? parameter : "", ...params };
}

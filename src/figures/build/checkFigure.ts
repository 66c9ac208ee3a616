import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lookup } from "../lookups/index.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import { buildFormats, makeFigure } from "./buildFigure.js";
import { resolveFigure, type BuildSettings } from "../resolve/resolveFigure.js";
import { dpiOf, readRecord, svgTextOf } from "./buildRecord.js";
import type { ComparedFigure, FileDifference } from "../report/comparedFigure.js";
import { describeCsvDifference } from "./describeCsvDifference.js";
import type { Folders } from "../folders.js";

export interface CheckOptions extends BuildSettings {
  /** Where the files to compare with are. */
  readonly against: string;
  /** Where rebuilt files go that differ, so that a person can look at both. */
  readonly differencesTo: string;
  readonly warn: (message: string) => void;
}

/** What a check found. */
export interface CheckedFigure extends ComparedFigure {
  /** One line for each file that differs: its name and how. */
  readonly differences: readonly string[];
}

/**
 * Makes a figure anew and compares it with the files of a folder: numbers exactly, drawings byte by
 * byte. Nothing is compared when the folder has no file of the figure.
 */
export async function checkFigure(
  lookup: Lookup,
  folders: Folders,
  options: CheckOptions,
): Promise<CheckedFigure> {
  const { key, title } = lookup;
  const committed = (name: string) => readFile(join(options.against, name)).catch(() => undefined);
  const present = await Promise.all(
    buildFormats
      .filter((format) => format !== "csv")
      .map(async (format) => ((await committed(`${key}.${format}`)) ? [format] : [])),
  );
  const formats = present.flat();
  if (formats.length === 0 && (await committed(`${key}.csv`)) === undefined) {
    return { key, title, compared: [], files: [], inputs: { old: {}, now: {} }, differences: [] };
  }
  const record = readRecord(options.against, key);
  const settings = { ...options, ...(record && { svgText: svgTextOf(record), ...dpiOf(record) }) };
  const figure = await resolveFigure(lookup, folders, settings);
  const { contents } = await makeFigure(figure, { ...options, formats });
  const compared: string[] = [];
  const files: FileDifference[] = [];
  const differences: string[] = [];
  for (const [name, content] of contents) {
    const before = await committed(name);
    // A gallery need not hold the outcomes of every run.
    if (before === undefined && name !== `${key}.csv`) continue;
    compared.push(name);
    const now = Buffer.from(content);
    if (before !== undefined && now.equals(before)) continue;
    files.push({ name, ...(before !== undefined && { old: before }), now });
    const place = join(options.differencesTo, name);
    await writeFileAtomically(place, now);
    differences.push(`${name}: ${describe(name, before, now)} (rebuilt: ${place})`);
  }
  const inputs = { old: record?.inputs ?? {}, now: figure.inputs };
  return { key, title, compared, files, inputs, differences };
}

function describe(name: string, before: Buffer | undefined, now: Buffer): string {
  if (before === undefined) return "is missing";
  if (name.endsWith(".csv")) return describeCsvDifference(before.toString(), now.toString());
  const shared = Math.min(before.length, now.length);
  let offset = 0;
  while (offset < shared && before[offset] === now[offset]) offset++;
  return `differs from byte ${offset} on (${before.length} bytes, now ${now.length})`;
}

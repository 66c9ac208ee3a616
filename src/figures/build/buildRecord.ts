import * as z from "zod";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SvgText } from "../../plot/index.js";
import { statisticsModes } from "../../stats/index.js";
import { own } from "../../util/own.js";
import { recordOf } from "../../util/recordOf.js";
import { UserError } from "../../util/userError.js";
import type { Folders } from "../folders.js";
import type { Lookup } from "../lookups/index.js";
import { outcomeFiles } from "../numbers/resultTables.js";
import { changedInputs } from "../resolve/changedInputs.js";
import { fileFingerprint, missing, sha256 } from "../resolve/fingerprint.js";
import { resolveFigure } from "../resolve/resolveFigure.js";

const hashes = recordOf(z.string());

const recordSchema = z.object({
  inputs: hashes,
  files: hashes,
  optional: hashes.default({}),
  caption: z.array(z.string()).optional(),
});

/** What a figure was made from, and what it was made into: `<key>.build.json` beside its files. */
export interface BuildRecord {
  /** Everything that the outputs depend on, with the SHA-256 of its content. */
  readonly inputs: Readonly<Record<string, string>>;
  /** SHA-256 of each file, by its name. One that is gone or was changed is made again. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * The same of the tables with a row per run. A repository of figures need not keep them, so that one
   * may be gone; but what is there must be right.
   */
  readonly optional: Readonly<Record<string, string>>;
  /** The sentences of the figure's caption, for pages that show it without building it. */
  readonly caption?: readonly string[] | undefined;
}

/**
 * Whether a figure in a folder is what its data, lookup and spec give now.
 *
 * @returns undefined when it was not built yet
 */
export async function isUpToDate(lookup: Lookup, folders: Folders): Promise<boolean | undefined> {
  const record = readRecord(folders.out, lookup.key);
  if (record === undefined) return undefined;
  const statistics = statisticsModes.find((mode) => mode === record.inputs["statistics"]);
  const settings = { statistics, dpi: Number(record.inputs["dpi"]), svgText: svgTextOf(record) };
  try {
    const { inputs } = await resolveFigure(lookup, folders, settings);
    const complaints = staleness(folders.out, record, inputs, Object.keys(record.files));
    return complaints.length === 0;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** How the letters of a figure's SVG were written. */
export const svgTextOf = ({ inputs }: BuildRecord): SvgText =>
  inputs["svg text"] === "outline" ? "outline" : "font";

/** How many dots an inch of a figure's PNG has, where its record says so. */
export function dpiOf({ inputs }: BuildRecord): { readonly dpi?: number } {
  const dpi = Number(inputs["dpi"]);
  return dpi > 0 ? { dpi } : {};
}

/** Where the record of a figure is. */
export const recordFile = (folder: string, key: string): string =>
  join(folder, `${key}.build.json`);

/** The record beside a figure's files; undefined when there is none that can be read. */
export function readRecord(folder: string, key: string): BuildRecord | undefined {
  try {
    const text = readFileSync(recordFile(folder, key), "utf8");
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The record of files that were just made, and of those that the same inputs gave before. */
export function makeRecord(
  key: string,
  inputs: Readonly<Record<string, string>>,
  contents: ReadonlyMap<string, string | Uint8Array>,
  earlier: BuildRecord | undefined,
  caption?: readonly string[],
): BuildRecord {
  const isSame = changedInputs(earlier?.inputs ?? {}, inputs).length === 0;
  const known = {
    ...(isSame && { ...earlier?.files, ...earlier?.optional }),
    ...Object.fromEntries([...contents].map(([name, content]) => [name, sha256(content)])),
  };
  const isOptional = ([name]: [string, string]) => outcomeFiles(key).includes(name);
  const entries = Object.entries(known);
  return {
    inputs,
    files: Object.fromEntries(entries.filter((entry) => !isOptional(entry))),
    optional: Object.fromEntries(entries.filter(isOptional)),
    ...(caption !== undefined && { caption }),
  };
}

/**
 * Why a figure has to be built anew: one line for each input that is another one now, or each file
 * that is missing or was changed. Empty when it is up to date.
 *
 * @param wanted names of the files that are asked for; those made with them are looked at too
 */
export function staleness(
  folder: string,
  record: BuildRecord | undefined,
  inputs: Readonly<Record<string, string>>,
  wanted: readonly string[],
): string[] {
  if (record === undefined) return ["not built yet"];
  const changed = changedInputs(record.inputs, inputs).map((input) => `${input} changed`);
  const files: string[] = [];
  const tables = Object.keys(record.files).filter((name) => name.endsWith(".csv"));
  for (const name of new Set([...wanted, ...tables])) {
    const known = own(record.files, name);
    if (known === undefined) files.push(`${name} not built yet`);
    else if (fileFingerprint(join(folder, name)) !== known) files.push(`${name} changed`);
  }
  for (const [name, known] of Object.entries(record.optional)) {
    const now = fileFingerprint(join(folder, name));
    if (now !== known && now !== missing) files.push(`${name} changed`);
  }
  return [...changed, ...files];
}

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The family that figures are set in; the files come with an npm package, never from the system. */
export const fontFamily = "Source Sans 3";

export interface FontFile {
  readonly weight: 400 | 600;
  readonly path: string;
}

const { resolve } = createRequire(import.meta.url);

export const fontFiles: readonly FontFile[] = (
  [
    [400, "400Regular/SourceSans3_400Regular.ttf"],
    [600, "600SemiBold/SourceSans3_600SemiBold.ttf"],
  ] as const
).map(([weight, file]) => ({
  weight,
  path: resolve(`@expo-google-fonts/source-sans-3/${file}`),
}));

/** The font file that text of a weight is set in: everything from 500 on is semi-bold. */
export function fontFileFor(weight: unknown): FontFile {
  const bold = weight === "bold" || weight === "bolder" || Number(weight) >= 500;
  return fontFiles[bold ? 1 : 0];
}

/** The code points that a TrueType font has glyphs for (its `cmap` table, formats 4 and 12). */
export async function readCoverage(path: string): Promise<Set<number>> {
  const font = await readFile(path);
  const tableCount = font.readUInt16BE(4);
  for (let index = 0; index < tableCount; index++) {
    const record = 12 + 16 * index;
    if (font.toString("latin1", record, record + 4) !== "cmap") continue;
    return coverageOfCmap(font.subarray(font.readUInt32BE(record + 8)));
  }
  throw new Error(`${path} has no cmap table`);
}

function coverageOfCmap(cmap: Buffer): Set<number> {
  const covered = new Set<number>();
  const subtables = cmap.readUInt16BE(2);
  for (let index = 0; index < subtables; index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4));
    const format = subtable.readUInt16BE(0);
    for (const [first, last] of format === 12 ? groups(subtable) : segments(subtable, format)) {
      for (let code = first; code <= last; code++) covered.add(code);
    }
  }
  return covered;
}

function groups(subtable: Buffer): [first: number, last: number][] {
  return Array.from({ length: subtable.readUInt32BE(12) }, (_, index) => [
    subtable.readUInt32BE(16 + 12 * index),
    subtable.readUInt32BE(20 + 12 * index),
  ]);
}

function segments(subtable: Buffer, format: number): [first: number, last: number][] {
  if (format !== 4) return [];
  const doubleCount = subtable.readUInt16BE(6);
  return Array.from({ length: doubleCount / 2 - 1 }, (_, index) => [
    subtable.readUInt16BE(16 + doubleCount + 2 * index),
    subtable.readUInt16BE(14 + 2 * index),
  ]);
}

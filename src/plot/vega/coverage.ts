import { readFile } from "node:fs/promises";

const known = new Map<string, Promise<ReadonlySet<number>>>();

/** The code points that a font file has glyphs for (its `cmap` table, formats 4 and 12); read once. */
export function readCoverage(path: string): Promise<ReadonlySet<number>> {
  let coverage = known.get(path);
  if (coverage === undefined) known.set(path, (coverage = read(path)));
  return coverage;
}

async function read(path: string): Promise<ReadonlySet<number>> {
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

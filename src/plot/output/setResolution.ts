import { crc32 } from "node:zlib";

/** Where a PNG's first chunk, the header, ends: 8 bytes of signature and 25 of the chunk. */
const headerEnd = 33;

/**
 * A PNG with its resolution, so that programs place it at its print size: a `pHYs` chunk in pixels per
 * metre (PNG specification, 11.3.4.3) in the place of the one it may have.
 *
 * @param texts what the file says about itself, by the keywords of the specification
 */
export function setResolution(
  png: Uint8Array,
  dotsPerInch: number,
  texts: Readonly<Record<string, string>> = {},
): Buffer {
  const bytes = Buffer.from(png);
  const chunk = Buffer.alloc(21);
  const pixelsPerMetre = Math.round(dotsPerInch / 0.0254);
  chunk.writeUInt32BE(9, 0);
  chunk.write("pHYs", 4, "latin1");
  chunk.writeUInt32BE(pixelsPerMetre, 8);
  chunk.writeUInt32BE(pixelsPerMetre, 12);
  chunk.writeUInt8(1, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  const textChunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([
    bytes.subarray(0, headerEnd),
    chunk,
    ...textChunks,
    ...withoutResolution(bytes),
  ]);
}

/** A text in UTF-8 under a keyword such as `Title` (`iTXt`, PNG specification, 11.3.3.4). */
function textChunk(keyword: string, text: string): Buffer {
  const data = Buffer.from(`${keyword}\0\0\0\0\0${text}`, "utf8");
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write("iTXt", 4, "latin1");
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), data.length + 8);
  return chunk;
}

/** The chunks after the header that are no `pHYs`. */
function withoutResolution(png: Buffer): Buffer[] {
  const kept: Buffer[] = [];
  for (let start = headerEnd; start < png.length;) {
    const end = start + 12 + png.readUInt32BE(start);
    if (png.toString("latin1", start + 4, start + 8) !== "pHYs")
      kept.push(png.subarray(start, end));
    start = end;
  }
  return kept;
}

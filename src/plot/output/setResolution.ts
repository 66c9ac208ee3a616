import { crc32 } from "node:zlib";

/** Where a PNG's first chunk, the header, ends: 8 bytes of signature and 25 of the chunk. */
const headerEnd = 33;

/**
 * A PNG with its resolution, so that programs place it at its print size: a `pHYs` chunk in pixels per
 * metre (PNG specification, 11.3.4.3) in the place of the one it may have.
 */
export function setResolution(png: Uint8Array, dotsPerInch: number): Buffer {
  const bytes = Buffer.from(png);
  const chunk = Buffer.alloc(21);
  const pixelsPerMetre = Math.round(dotsPerInch / 0.0254);
  chunk.writeUInt32BE(9, 0);
  chunk.write("pHYs", 4, "latin1");
  chunk.writeUInt32BE(pixelsPerMetre, 8);
  chunk.writeUInt32BE(pixelsPerMetre, 12);
  chunk.writeUInt8(1, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return Buffer.concat([bytes.subarray(0, headerEnd), chunk, ...withoutResolution(bytes)]);
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

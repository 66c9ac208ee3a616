import { type PictureSize, svgSize } from "./svgPicture.js";

/** Pixels of all pictures of a figure together: 128 MB when decoded, and five pages at 300 dpi. */
export const mostPixels = 32 * 2 ** 20;

/**
 * The size of a picture by its header, before anything is decoded: a small file may hold a picture that takes
 * gigabytes.
 *
 * @throws {Error} saying what the picture is, when it is none of PNG, JPEG, GIF, WebP and SVG, is cut short, or is an SVG
 *   that may take any time to draw
 */
export function pictureSize(bytes: Buffer): PictureSize {
  const read = headers.find(({ is }) => is(bytes))?.read;
  if (read === undefined) throw new Error("is none of PNG, JPEG, GIF, WebP and SVG");
  const size = sizeOrUndefined(read, bytes);
  if (size === undefined || !(size.width > 0 && size.height > 0)) {
    throw new Error("is cut short, or has no size");
  }
  return size;
}

/** @throws {Error} when a picture has more pixels than may be decoded */
export function refuseTooLarge({ width, height }: PictureSize, before = 0): void {
  if (width * height + before <= mostPixels) return;
  const millions = (pixels: number) => Math.round(pixels / 1e6);
  const others = before === 0 ? "" : ` beside ${millions(before)} million of other pictures`;
  throw new Error(
    `has ${width} x ${height} pixels${others}: more than ${millions(mostPixels)} million are not decoded`,
  );
}

type Read = (bytes: Buffer) => PictureSize | undefined;

const text = (bytes: Buffer, start: number, end: number) => bytes.toString("latin1", start, end);

const headers: readonly { readonly is: (bytes: Buffer) => boolean; readonly read: Read }[] = [
  {
    is: (bytes) => text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n",
    read: (bytes) => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }),
  },
  { is: (bytes) => text(bytes, 0, 3) === "\xff\xd8\xff", read: jpegSize },
  { is: (bytes) => /^GIF8[79]a$/.test(text(bytes, 0, 6)), read: gifSize },
  {
    is: (bytes) => text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP",
    read: webpSize,
  },
  { is: (bytes) => /^(?:\xef\xbb\xbf)?\s*</.test(text(bytes, 0, 1000)), read: svgSize },
];

function sizeOrUndefined(read: Read, bytes: Buffer): PictureSize | undefined {
  try {
    return read(bytes);
  } catch (error) {
    // A number beyond the end of the bytes.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const largestOf = (sizes: readonly PictureSize[]): PictureSize | undefined =>
  sizes.toSorted((a, b) => b.width * b.height - a.width * a.height).at(0);

/** Of the frame headers before the first scan the largest. */
function jpegSize(bytes: Buffer): PictureSize | undefined {
  const frames: PictureSize[] = [];
  for (let at = 2; bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    // C4, C8 and CC are tables, not frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      frames.push({ height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) });
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return largestOf(frames);
}

/** The screen, or a first frame that is larger. */
function gifSize(bytes: Buffer): PictureSize | undefined {
  const screen = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  const tableBytes = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + tableBytes(bytes.readUInt8(10));
  while (bytes[at] === 0x21) {
    at += 2;
    while (bytes.readUInt8(at) !== 0) at += 1 + bytes[at];
    at++;
  }
  if (bytes[at] !== 0x2c) return undefined;
  const [left, top, width, height] = [1, 3, 5, 7].map((byte) => bytes.readUInt16LE(at + byte));
  return {
    width: Math.max(screen.width, left + width),
    height: Math.max(screen.height, top + height),
  };
}

/** The canvas of the extended format, and the picture in it. */
function webpSize(bytes: Buffer): PictureSize | undefined {
  const sizes: PictureSize[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const kind = text(bytes, at, at + 4);
    const start = at + 8;
    if (kind === "VP8X") {
      const [width, height] = [start + 4, start + 7].map((byte) => bytes.readUIntLE(byte, 3) + 1);
      sizes.push({ width, height });
    } else if (kind === "VP8 ") {
      const [width, height] = [start + 6, start + 8].map(
        (byte) => bytes.readUInt16LE(byte) & 16383,
      );
      sizes.push({ width, height });
    } else if (kind === "VP8L") {
      const bits = bytes.readUInt32LE(start + 1);
      sizes.push({ width: (bits & 16383) + 1, height: ((bits >>> 14) & 16383) + 1 });
    }
    const length = bytes.readUInt32LE(at + 4);
    at = start + length + (length % 2);
  }
  return largestOf(sizes);
}

/** Sixteen tables of 256 entries: table k advances a byte's remainder over k further zero bytes. */
export const crcTables = makeTables();
const tables = crcTables;

function makeTables(): Int32Array {
  const castagnoliReversed = 0x82f63b78;
  const result = new Int32Array(16 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder >>> 1) ^ (remainder & 1 ? castagnoliReversed : 0);
    }
    result[byte] = remainder;
  }
  for (let index = 256; index < result.length; index++) {
    const previous = result[index - 256];
    result[index] = (previous >>> 8) ^ result[previous & 255];
  }
  return result;
}

/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `view[start, end)`, as an unsigned 32-bit number.
 * `previous` is the CRC of the bytes before, so that a long run of bytes can be taken in pieces.
 */
export function crc32cOfView(view: DataView, start: number, end: number, previous = 0): number {
  let crc = ~previous;
  let position = start;
  for (; position + 16 <= end; position += 16) {
    const a = view.getInt32(position, true) ^ crc;
    const b = view.getInt32(position + 4, true);
    const c = view.getInt32(position + 8, true);
    const d = view.getInt32(position + 12, true);
    crc =
      tables[3840 + (a & 255)] ^
      tables[3584 + ((a >>> 8) & 255)] ^
      tables[3328 + ((a >>> 16) & 255)] ^
      tables[3072 + (a >>> 24)] ^
      tables[2816 + (b & 255)] ^
      tables[2560 + ((b >>> 8) & 255)] ^
      tables[2304 + ((b >>> 16) & 255)] ^
      tables[2048 + (b >>> 24)] ^
      tables[1792 + (c & 255)] ^
      tables[1536 + ((c >>> 8) & 255)] ^
      tables[1280 + ((c >>> 16) & 255)] ^
      tables[1024 + (c >>> 24)] ^
      tables[768 + (d & 255)] ^
      tables[512 + ((d >>> 8) & 255)] ^
      tables[256 + ((d >>> 16) & 255)] ^
      tables[d >>> 24];
  }
  // Payloads are short: what is left over is as much work as the loop.
  if (position + 8 <= end) {
    const low = view.getInt32(position, true) ^ crc;
    const high = view.getInt32(position + 4, true);
    crc =
      tables[1792 + (low & 255)] ^
      tables[1536 + ((low >>> 8) & 255)] ^
      tables[1280 + ((low >>> 16) & 255)] ^
      tables[1024 + (low >>> 24)] ^
      tables[768 + (high & 255)] ^
      tables[512 + ((high >>> 8) & 255)] ^
      tables[256 + ((high >>> 16) & 255)] ^
      tables[high >>> 24];
    position += 8;
  }
  if (position + 4 <= end) {
    const word = view.getInt32(position, true) ^ crc;
    crc =
      tables[768 + (word & 255)] ^
      tables[512 + ((word >>> 8) & 255)] ^
      tables[256 + ((word >>> 16) & 255)] ^
      tables[word >>> 24];
    position += 4;
  }
  if (position + 2 <= end) {
    const half = (view.getUint16(position, true) ^ crc) & 0xffff;
    crc = (crc >>> 16) ^ tables[256 + (half & 255)] ^ tables[half >>> 8];
    position += 2;
  }
  if (position < end) crc = (crc >>> 8) ^ tables[(crc ^ view.getUint8(position)) & 255];
  return ~crc >>> 0;
}

/** CRC-32C of `bytes[start, end)`, as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return crc32cOfView(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), start, end);
}

/**
 * The form in which TFRecord stores a CRC: rotated right by 15 bits plus a constant, because the CRC of
 * data that hold their own CRC is a bad check.
 */
export function maskCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** CRC-32C of `bytes[start, end)` as TFRecord stores it. */
export function maskedCrc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return maskCrc(crc32c(bytes, start, end));
}

/** What `maskedCrcOfLength` gives for short records, as most are. */
const masksOfLengths = Uint32Array.from({ length: 1024 }, (_, length) => lengthMask(length, 0));

/** CRC-32C, as TFRecord stores it, of the eight bytes of a little-endian 64-bit record length. */
export function maskedCrcOfLength(lengthLow: number, lengthHigh: number): number {
  if (lengthHigh === 0 && lengthLow < masksOfLengths.length) return masksOfLengths[lengthLow];
  return lengthMask(lengthLow, lengthHigh);
}

function lengthMask(lengthLow: number, lengthHigh: number): number {
  const low = ~lengthLow;
  const crc = ~(
    tables[1792 + (low & 255)] ^
    tables[1536 + ((low >>> 8) & 255)] ^
    tables[1280 + ((low >>> 16) & 255)] ^
    tables[1024 + (low >>> 24)] ^
    tables[768 + (lengthHigh & 255)] ^
    tables[512 + ((lengthHigh >>> 8) & 255)] ^
    tables[256 + ((lengthHigh >>> 16) & 255)] ^
    tables[lengthHigh >>> 24]
  );
  return maskCrc(crc);
}

/** Where things stand in the kernel's memory: addresses in bytes. */

/** Longer records are left to the decoder: they are rare, and may be passed over unread. */
export const mostRecordBytes = 255;
/** Tags with higher indices are left to it, too. */
export const mostPatterns = 4096;
/** Scalars that the columns hold: few enough to stay in the processor's second cache, like the window. */
export const columnCapacity = 8192;

/** What a call of `take` leaves behind. */
export const state = {
  length: 0,
  order: 4,
  lastStart: 8,
  lastPattern: 12,
  lastWallTime: 16,
  patterns: 24,
} as const;

/** Tables of CRC-32C as `wire/crc32c` has them, one for each byte of a record; made as they are needed. */
export const crcTables = 64;
export const crcTableBytes = 4 * 256;
/** The masked checksum of each length. */
export const lengthMasks = crcTables + crcTableBytes * mostRecordBytes;

/** For each pattern its parts, and then its bytes: those that must be the same, and where they must be. */
export const patternParts = lengthMasks + 4 * (mostRecordBytes + 1);
export const part = {
  length: 0,
  valueAt: 4,
  isWanted: 8,
  successor: 12,
  /** What its own bytes contribute to the checksum. */
  remainder: 16,
  /** How many bytes come behind the value. */
  bytesBehind: 20,
} as const;
export const patternPartBytes = 32;
const paddedRecordBytes = 256;
/** Not a power of two, so that patterns do not take one another's places in the processor's cache. */
export const patternStride = 2 * paddedRecordBytes + 64;
export const patternBytes = patternParts + mostPatterns * patternPartBytes;
export const maskOffset = paddedRecordBytes;

const columnsStart = patternBytes + mostPatterns * patternStride;
export const columns = {
  step: columnsStart,
  wallTime: columnsStart + 8 * columnCapacity,
  value: columnsStart + 16 * columnCapacity,
  tag: columnsStart + 24 * columnCapacity,
  order: columnsStart + 28 * columnCapacity,
} as const;

/** Bytes of files; as many as wanted, and some behind them that may be looked at in vain. */
export const windowStart = columnsStart + 32 * columnCapacity;
const pageBytes = 2 ** 16;
const vectorBytes = 16;

/** Pages of memory for a window of so many bytes. */
export const pagesFor = (windowBytes: number): number =>
  Math.ceil((windowStart + windowBytes + paddedRecordBytes + vectorBytes) / pageBytes);

import { maskedCrcOfLength } from "../wire/crc32c.js";
import { footerBytes, headerBytes } from "../wire/frameRecord.js";
import type { ReadBuffer } from "./readBuffer.js";

/** Number of records from the buffer's start on, as far as their lengths can be trusted. */
export function countRecords(buffer: ReadBuffer, descriptor: number, fileSize: number): number {
  let records = 0;
  while (buffer.fileOffset < fileSize) {
    while (buffer.available < headerBytes && buffer.fill(descriptor) > 0);
    if (buffer.available < headerBytes) break;
    const { view, start } = buffer;
    const length = view.getUint32(start, true);
    const lengthHigh = view.getUint32(start + 4, true);
    if (maskedCrcOfLength(length, lengthHigh) !== view.getUint32(start + 8, true)) break;
    records++;
    buffer.advance(headerBytes + length + lengthHigh * 2 ** 32 + footerBytes);
  }
  return records;
}

import { crc32cOfView, maskCrc, maskedCrcOfLength } from "./crc32c.js";

/** Bytes before a record's payload: its length (8) and the length's CRC (4). */
export const headerBytes = 12;
/** Bytes after a record's payload: its CRC. */
export const footerBytes = 4;

/**
 * One TFRecord around `payload`: length (8 bytes, little-endian), masked CRC of the length, payload,
 * masked CRC of the payload.
 */
export function frameRecord(payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(headerBytes + payload.length + footerBytes);
  record.set(payload, headerBytes);
  writeFrame(new DataView(record.buffer), 0, payload.length);
  return record;
}

/**
 * Writes header and footer around a payload that already stands at `start + headerBytes`; gives the
 * position after the record. For writers that fill one large buffer.
 */
export function writeFrame(view: DataView, start: number, payloadLength: number): number {
  const payloadStart = start + headerBytes;
  const payloadEnd = payloadStart + payloadLength;
  const lengthHigh = Math.floor(payloadLength / 2 ** 32);
  view.setUint32(start, payloadLength, true);
  view.setUint32(start + 4, lengthHigh, true);
  view.setUint32(start + 8, maskedCrcOfLength(payloadLength, lengthHigh), true);
  view.setUint32(payloadEnd, maskCrc(crc32cOfView(view, payloadStart, payloadEnd)), true);
  return payloadEnd + footerBytes;
}

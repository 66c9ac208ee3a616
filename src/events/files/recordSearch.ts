import { readSync } from "node:fs";
import { crc32cOfView, maskCrc, maskedCrcOfLength } from "../wire/crc32c.js";
import { footerBytes, headerBytes } from "../wire/frameRecord.js";

const chunkBytes = 2 ** 18;
/** A hostile file may claim any number of long records: so much of them is checked, and so often its size. */
const mostCheckedBytes = 2 ** 26;
const mostCheckedTimes = 4;

/**
 * Looks for the next whole record of a file behind bytes that make no sense. A record counts when its
 * length and its content have the checksums that stand beside them, so that nothing is taken for one by
 * chance.
 */
export class RecordSearch {
  private checkedBytes = 0;
  private bytes: Buffer | undefined;

  /** Records that are larger are passed over. */
  constructor(private readonly maximumRecordBytes: number) {}

  /** Whether the record that begins at `start` is whole; true, too, when there is no time to look. */
  isWhole(descriptor: number, start: number, end: number): boolean {
    const header = Buffer.alloc(headerBytes);
    if (readSync(descriptor, header, 0, headerBytes, start) < headerBytes) return false;
    const length = header.readUInt32LE(0);
    if (!this.spend(length, end)) return true;
    return isSound(descriptor, start + headerBytes, length);
  }

  /** Where the first whole record begins at or behind `from`; undefined when there is none before `end`. */
  find(descriptor: number, from: number, end: number): number | undefined {
    const bytes = (this.bytes ??= Buffer.allocUnsafeSlow(chunkBytes));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let start = from; end - start >= headerBytes + footerBytes;) {
      const read = readSync(descriptor, bytes, 0, Math.min(chunkBytes, end - start), start);
      if (read < headerBytes) return undefined;
      const last = read - headerBytes;
      for (let position = 0; position <= last; position++) {
        if (view.getUint32(position + 4, true) !== 0) continue;
        const length = view.getUint32(position, true);
        const recordBytes = headerBytes + length + footerBytes;
        if (recordBytes > end - start - position || recordBytes > this.maximumRecordBytes) continue;
        if (maskedCrcOfLength(length, 0) !== view.getUint32(position + 8, true)) continue;
        if (!this.spend(recordBytes, end)) return undefined;
        if (isSound(descriptor, start + position + headerBytes, length)) return start + position;
      }
      start += last + 1;
    }
    return undefined;
  }

  private spend(bytes: number, fileSize: number): boolean {
    this.checkedBytes += bytes;
    return this.checkedBytes <= mostCheckedBytes + mostCheckedTimes * fileSize;
  }
}

/** Whether the content of a record has the checksum that follows it. */
function isSound(descriptor: number, start: number, length: number): boolean {
  const bytes = Buffer.allocUnsafe(Math.min(length + footerBytes, chunkBytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let crc = 0;
  for (let done = 0; done < length;) {
    const read = readSync(
      descriptor,
      bytes,
      0,
      Math.min(bytes.length, length - done),
      start + done,
    );
    if (read === 0) return false;
    crc = crc32cOfView(view, 0, read, crc);
    done += read;
  }
  const read = readSync(descriptor, bytes, 0, footerBytes, start + length);
  return read === footerBytes && view.getUint32(0, true) === maskCrc(crc);
}

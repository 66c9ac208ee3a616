import { readSync, type Stats, statSync } from "node:fs";
import { pathBytes } from "../../util/files/pathBytes.js";

/** Enough for the first record's length and checksums, and the wall time of its event. */
export const fingerprintBytes = 32;

/** Tells a file from another that came to stand in its place. */
export class FileIdentity {
  private inode: number | undefined;
  private fingerprint: Uint8Array = new Uint8Array();

  /** Whether the file was seen before. */
  get isKnown(): boolean {
    return this.inode !== undefined;
  }

  /** Remembers the open file; `start` are bytes from its first one on, as far as they are at hand. */
  note(descriptor: number, stats: Stats, start: Uint8Array): void {
    this.inode = stats.ino;
    if (this.fingerprint.length === fingerprintBytes) return;
    const isEnough = start.length >= fingerprintBytes;
    this.fingerprint = isEnough ? start.slice(0, fingerprintBytes) : firstBytes(descriptor);
  }

  /** Whether the open file is another than the one that was noted, or has lost bytes before `offset`. */
  isOther(descriptor: number, stats: Stats, offset: number): boolean {
    if (this.inode === undefined) return false;
    if (this.inode !== stats.ino || stats.size < offset) return true;
    const start = firstBytes(descriptor).subarray(0, this.fingerprint.length);
    return Buffer.compare(start, this.fingerprint) !== 0;
  }

  /** The same without opening the file; a missing file counts as the same. */
  isOtherAt(path: string, offset: number): boolean {
    if (this.inode === undefined) return false;
    try {
      const stats = statSync(pathBytes(path));
      return stats.ino !== this.inode || stats.size < offset;
    } catch {
      return false;
    }
  }
}

function firstBytes(descriptor: number): Uint8Array {
  const bytes = new Uint8Array(fingerprintBytes);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, fingerprintBytes, 0));
}

import { readSync } from "node:fs";

/** A window on a file: the bytes of `view` from `start` to `end` stand in the file at `fileOffset`. */
export class ReadBuffer {
  view: DataView;
  start = 0;
  end = 0;
  /** Offset in the file of the byte at `start`. */
  fileOffset = 0;
  /** Whether the last read gave less than there was room for, as at the file's end. */
  wasShort = false;
  private bytes: Uint8Array;

  constructor(private readonly preferredBytes: number) {
    this.bytes = bytesOf(preferredBytes);
    this.view = viewOf(this.bytes);
  }

  get available(): number {
    return this.end - this.start;
  }

  get capacity(): number {
    return this.bytes.length;
  }

  /** Empties the window and moves it. */
  seek(fileOffset: number): void {
    this.start = this.end = 0;
    this.fileOffset = fileOffset;
    this.wasShort = false;
    if (this.capacity > this.preferredBytes) this.allocate(this.preferredBytes);
  }

  /** Moves the window's start on by `bytes`, which may lie beyond its end. */
  advance(bytes: number): void {
    if (bytes > this.available) {
      this.start = this.end = 0;
    } else {
      this.start += bytes;
    }
    this.fileOffset += bytes;
  }

  /** Offset in the file of the first byte behind the window. */
  get fileEnd(): number {
    return this.fileOffset + this.available;
  }

  /** Reads on behind the window; gives the number of bytes read: 0 at the file's end or when full. */
  fill(descriptor: number): number {
    if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.end);
      this.end -= this.start;
      this.start = 0;
    }
    const room = this.capacity - this.end;
    if (room === 0) return 0;
    const read = readSync(descriptor, this.bytes, this.end, room, this.fileOffset + this.end);
    this.end += read;
    this.wasShort = read < room;
    return read;
  }

  /** Makes room for `bytes` from `start` on. */
  reserve(bytes: number): void {
    const kept = this.bytes.subarray(this.start, this.end);
    this.allocate(bytes);
    this.bytes.set(kept);
    this.end = kept.length;
    this.start = 0;
  }

  /** A copy of at most `bytes` bytes from the window's start. */
  peek(bytes: number): Uint8Array {
    return this.bytes.slice(this.start, Math.min(this.start + bytes, this.end));
  }

  private allocate(bytes: number): void {
    this.bytes = bytesOf(bytes);
    this.view = viewOf(this.bytes);
  }
}

/** Not set to zero, which takes time; no Buffer, whose slices are no copies. */
function bytesOf(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import { readSync } from "node:fs";

/** A window on a file: the bytes of `view` from `start` to `end` stand in the file at `fileOffset`. */
export class ReadBuffer {
  view: DataView;
  start = 0;
  end = 0;
  /** Offset in the file of the byte at `start`. */
  fileOffset = 0;
  private bytes: Uint8Array;
  /** As long as no record needs more. */
  private preferred: Uint8Array | undefined;

  constructor(private readonly preferredBytes: number) {
    this.bytes = bytesOf(preferredBytes);
    this.view = viewOf(this.bytes);
  }

  /** Uses other memory, of the preferred size, from now on; what it holds is lost. */
  useMemory(bytes: Uint8Array): void {
    this.preferred = this.bytes = bytes;
    this.view = viewOf(bytes);
    this.start = this.end = 0;
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
    if (this.capacity > this.preferredBytes) this.shrink();
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

  /** Reads on behind the window; gives the number of bytes read: 0 at the file's end or when full. */
  fill(descriptor: number): number {
    if (this.capacity > this.preferredBytes && 2 * this.available < this.preferredBytes) {
      // The large record that needed more is done with.
      const rest = this.bytes.subarray(this.start, this.end);
      this.shrink();
      this.bytes.set(rest);
      this.start = 0;
      this.end = rest.length;
    } else if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.end);
      this.end -= this.start;
      this.start = 0;
    }
    const room = this.capacity - this.end;
    if (room === 0) return 0;
    const read = readSync(descriptor, this.bytes, this.end, room, this.fileOffset + this.end);
    this.end += read;
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

  private shrink(): void {
    if (this.preferred === undefined) this.allocate(this.preferredBytes);
    else {
      this.bytes = this.preferred;
      this.view = viewOf(this.bytes);
    }
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

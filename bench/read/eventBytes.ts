import { footerBytes, headerBytes, writeFrame } from "../../src/events/index.js";

/** Fills a buffer with event records; hands it on whenever it is nearly full. */
export class EventBytes {
  private readonly bytes = Buffer.alloc(2 ** 22);
  private readonly view = new DataView(this.bytes.buffer, this.bytes.byteOffset);
  private position = 0;
  private readonly tags = new Map<string, Buffer>();

  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  /** An event with one scalar, as tensorboardX and PyTorch write it. */
  scalar(tag: string, step: number, wallTime: number, value: number): void {
    const name = this.tagBytes(tag);
    const valueLength = 1 + varintLength(name.length) + name.length + 5;
    const start = this.begin(64 + name.length);
    this.eventHead(step, wallTime, valueLength);
    this.tag(name);
    this.bytes[this.position++] = 0x15;
    this.view.setFloat32(this.position, value, true);
    this.position += 4;
    this.end(start);
  }

  /** An event with one length-delimited content: field 4 an image, 5 a histogram, 8 a tensor. */
  content(tag: string, step: number, wallTime: number, field: number, content: Uint8Array): void {
    const name = this.tagBytes(tag);
    const valueLength =
      1 +
      varintLength(name.length) +
      name.length +
      1 +
      varintLength(content.length) +
      content.length;
    const start = this.begin(64 + name.length + content.length);
    this.eventHead(step, wallTime, valueLength);
    this.tag(name);
    this.bytes[this.position++] = field * 8 + 2;
    this.varint(content.length);
    this.bytes.set(content, this.position);
    this.position += content.length;
    this.end(start);
  }

  fileVersion(wallTime: number): void {
    const start = this.begin(64);
    this.bytes[this.position++] = 0x09;
    this.view.setFloat64(this.position, wallTime, true);
    this.position += 8;
    this.bytes[this.position++] = 0x1a;
    this.varint(13);
    this.position += this.bytes.write("brain.Event:2", this.position, "latin1");
    this.end(start);
  }

  flush(): void {
    this.write(this.bytes.subarray(0, this.position));
    this.position = 0;
  }

  private begin(mostBytes: number): number {
    if (this.position + mostBytes + 32 > this.bytes.length) this.flush();
    const start = this.position;
    this.position += headerBytes;
    return start;
  }

  private end(start: number): void {
    writeFrame(this.view, start, this.position - start - headerBytes);
    this.position += footerBytes;
  }

  private eventHead(step: number, wallTime: number, valueLength: number): void {
    this.bytes[this.position++] = 0x09;
    this.view.setFloat64(this.position, wallTime, true);
    this.position += 8;
    if (step > 0) {
      this.bytes[this.position++] = 0x10;
      this.varint(step);
    }
    this.bytes[this.position++] = 0x2a;
    this.varint(1 + varintLength(valueLength) + valueLength);
    this.bytes[this.position++] = 0x0a;
    this.varint(valueLength);
  }

  private tag(name: Buffer): void {
    this.bytes[this.position++] = 0x0a;
    this.varint(name.length);
    this.bytes.set(name, this.position);
    this.position += name.length;
  }

  private varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      this.bytes[this.position++] = (rest & 127) | 128;
    }
    this.bytes[this.position++] = rest;
  }

  private tagBytes(tag: string): Buffer {
    let bytes = this.tags.get(tag);
    if (bytes === undefined) this.tags.set(tag, (bytes = Buffer.from(tag)));
    return bytes;
  }
}

function varintLength(value: number): number {
  return value < 128 ? 1 : 1 + varintLength(Math.floor(value / 128));
}

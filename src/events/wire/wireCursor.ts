/** Bytes that are no protocol buffer message, or not the one that was expected. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;
const startGroup = 3;
const endGroup = 4;
const fixed32 = 5;
const deepestGroup = 100;

/**
 * Walks over the fields of one protocol buffer message in place, without copying.
 * Every method throws MalformedError rather than step over `end`.
 */
export class WireCursor {
  /** The field number of the last `nextField`. */
  field = 0;
  wireType = 0;
  /** The last span: of a length-delimited field's content. */
  spanStart = 0;
  spanEnd = 0;
  /** Whether the last 64-bit number was rounded, because no 64-bit float is it. */
  wasRounded = false;
  private low = 0;
  private middle = 0;

  constructor(
    public view: DataView,
    public position: number,
    public end: number,
  ) {}

  /** Turns to another message. */
  aim(view: DataView, start: number, end: number): void {
    this.view = view;
    this.position = start;
    this.end = end;
  }

  /** Reads the next key; false at the end of the message. */
  nextField(): boolean {
    if (this.position >= this.end) return false;
    const key = this.unsigned();
    this.wireType = key & 7;
    this.field = Math.floor(key / 8);
    if (this.field === 0) throw new MalformedError("field number 0");
    return true;
  }

  /** A varint below 2^53; larger ones lose their last bits. */
  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw new MalformedError("a number of more than ten bytes");
  }

  /** A varint as an unsigned 64-bit number; see `wasRounded`. */
  unsigned64(): number {
    return this.joined(this.take64() & 255);
  }

  /** A varint as a signed 64-bit number (two's complement); see `wasRounded`. */
  signed64(): number {
    return this.joined((this.take64() << 24) >> 24);
  }

  /** Reads a varint: its lowest twice 28 bits into `low` and `middle`; gives those above them. */
  private take64(): number {
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let count = 0; count < 10; count++) {
      const byte = this.byte();
      if (count < 4) low |= (byte & 127) << (7 * count);
      else if (count < 8) middle |= (byte & 127) << (7 * (count - 4));
      else high |= (byte & 127) << (7 * (count - 8));
      if (byte >= 128) continue;
      this.low = low;
      this.middle = middle;
      return high;
    }
    throw new MalformedError("a number of more than ten bytes");
  }

  private joined(high: number): number {
    const { low, middle } = this;
    const value = high * 2 ** 56 + middle * 2 ** 28 + low;
    this.wasRounded = false;
    if (Number.isSafeInteger(value)) return value;
    const exact = (BigInt(high) << 56n) + (BigInt(middle) << 28n) + BigInt(low);
    const nearest = Number(exact);
    this.wasRounded = BigInt(nearest) !== exact;
    return nearest;
  }

  float64(): number {
    return this.view.getFloat64(this.advance(8), true);
  }

  float32(): number {
    return this.view.getFloat32(this.advance(4), true);
  }

  /** Steps into a length-delimited field: sets `spanStart` and `spanEnd`, and moves behind it. */
  span(): void {
    const length = this.unsigned();
    if (length > this.end - this.position)
      throw new MalformedError("a field longer than its message");
    this.spanStart = this.position;
    this.spanEnd = this.position += length;
  }

  /** Throws unless the current field has this wire type. */
  expect(wireType: number): void {
    if (this.wireType !== wireType) {
      throw new MalformedError(`field ${this.field} has wire type ${this.wireType}`);
    }
  }

  /** Steps over the content of the current field, whole groups included. */
  skip(): void {
    let depth = 0;
    for (;;) {
      switch (this.wireType) {
        case varint:
          this.unsigned();
          break;
        case fixed64:
          this.advance(8);
          break;
        case lengthDelimited:
          this.span();
          break;
        case startGroup:
          if (++depth > deepestGroup) throw new MalformedError("groups nested too deeply");
          break;
        case endGroup:
          depth--;
          break;
        case fixed32:
          this.advance(4);
          break;
        default:
          throw new MalformedError(`wire type ${this.wireType}`);
      }
      if (depth < 0) throw new MalformedError("a group that ends before it starts");
      if (depth === 0) return;
      if (!this.nextField()) throw new MalformedError("a group without an end");
    }
  }

  private byte(): number {
    if (this.position >= this.end) throw new MalformedError("a message that ends within a field");
    return this.view.getUint8(this.position++);
  }

  private advance(bytes: number): number {
    const start = this.position;
    if (bytes > this.end - start) throw new MalformedError("a message that ends within a field");
    this.position = start + bytes;
    return start;
  }
}

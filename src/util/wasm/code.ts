/**
 * Bytes of WebAssembly instructions. An expression's code leaves its value on the stack, so that code
 * is put together by nesting: operands first, then the opcode.
 */
export type Code = readonly (number | Code | Uint8Array)[];

/** Where bytes are collected; grows. */
let collected = new Uint8Array(1 << 16);

/** Modules are written where nothing has run before: plain loops, and each byte copied as seldom as can be. */
export function flatten(code: Code): Uint8Array<ArrayBuffer> {
  let length = 0;
  const reserve = (count: number): void => {
    if (length + count <= collected.length) return;
    const larger = new Uint8Array(2 * (length + count));
    larger.set(collected);
    collected = larger;
  };
  const visit = (part: Code): void => {
    for (let i = 0; i < part.length; i++) {
      const item = part[i];
      if (typeof item === "number") {
        if (length === collected.length) reserve(1);
        collected[length++] = item;
      } else if (item instanceof Uint8Array) {
        reserve(item.length);
        collected.set(item, length);
        length += item.length;
      } else visit(item);
    }
  };
  visit(code);
  return collected.slice(0, length);
}

/** LEB128 of a number in [0, 2^32). */
export function unsigned(value: number): Code {
  if (value >= 0 && value < 0x80) return [value];
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

/** Items with their number in front. */
export function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), ...items];
}

/** Code with its length in bytes in front. */
export function sized(code: Code): Code {
  const bytes = flatten(code);
  return [unsigned(bytes.length), bytes];
}

export function name(text: string): Code {
  const bytes = new TextEncoder().encode(text);
  return [unsigned(bytes.length), bytes];
}

const single = new Float32Array(1);
const bytesOfSingle = new Uint8Array(single.buffer);

export function float32Bytes(value: number): Code {
  single[0] = value;
  return [...bytesOfSingle];
}

export function float64Bytes(value: number): Uint8Array {
  return new Uint8Array(Float64Array.of(value).buffer);
}

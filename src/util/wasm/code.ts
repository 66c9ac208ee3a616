/**
 * Bytes of WebAssembly instructions. An expression's code leaves its value on the stack, so that code
 * is put together by nesting: operands first, then the opcode.
 */
export type Code = readonly (number | Code)[];

export function flatten(code: Code): Uint8Array {
  const bytes: number[] = [];
  const visit = (part: Code): void => {
    for (const item of part) {
      if (typeof item === "number") bytes.push(item);
      else visit(item);
    }
  };
  visit(code);
  return Uint8Array.from(bytes);
}

/** LEB128 of a number in [0, 2^32). */
export function unsigned(value: number): Code {
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
  return [unsigned(bytes.length), [...bytes]];
}

export function name(text: string): Code {
  const bytes = new TextEncoder().encode(text);
  return [unsigned(bytes.length), [...bytes]];
}

export function float32Bytes(value: number): Code {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

export function float64Bytes(value: number): Code {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

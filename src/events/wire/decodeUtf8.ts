import { MalformedError } from "./wireCursor.js";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Texts take four times as much where each byte has to be escaped. */
const mostEscapedBytes = 2 ** 25;

/**
 * Bytes as text. Bytes that are no UTF-8 become `\xNN`, so that different bytes stay different texts.
 *
 * @throws {MalformedError} when there are millions of such bytes
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escapeInvalid(bytes);
  }
}

function escapeInvalid(bytes: Uint8Array): string {
  const invalid = countInvalid(bytes);
  if (bytes.length + 3 * invalid > mostEscapedBytes) {
    throw new MalformedError(`a text of which ${invalid} bytes are no UTF-8`);
  }
  const escaped = new Uint8Array(bytes.length + 3 * invalid);
  let end = 0;
  for (let position = 0; position < bytes.length;) {
    const length = sequenceLength(bytes, position);
    if (length === 0) {
      const hexadecimal = bytes[position++].toString(16).padStart(2, "0");
      for (const character of `\\x${hexadecimal}`) escaped[end++] = character.charCodeAt(0);
    } else {
      escaped.set(bytes.subarray(position, position + length), end);
      end += length;
      position += length;
    }
  }
  return strict.decode(escaped);
}

function countInvalid(bytes: Uint8Array): number {
  let count = 0;
  for (let position = 0; position < bytes.length;) {
    const length = sequenceLength(bytes, position);
    if (length === 0) count++;
    position += Math.max(length, 1);
  }
  return count;
}

/** Length of the valid UTF-8 sequence at `start`, 0 when there is none (Unicode, table 3-7). */
function sequenceLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start];
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (start + length > bytes.length) return 0;
  const second = bytes[start + 1];
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let i = 2; i < length; i++) {
    if ((bytes[start + i] & 0xc0) !== 0x80) return 0;
  }
  return length;
}

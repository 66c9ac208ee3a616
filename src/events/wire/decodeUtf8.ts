const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Bytes as text. Bytes that are no UTF-8 become `\xNN`, so that different bytes stay different texts.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escapeInvalid(bytes);
  }
}

function escapeInvalid(bytes: Uint8Array): string {
  const parts: string[] = [];
  let validFrom = 0;
  let position = 0;
  while (position < bytes.length) {
    const length = sequenceLength(bytes, position);
    if (length === 0) {
      if (validFrom < position) parts.push(strict.decode(bytes.subarray(validFrom, position)));
      parts.push(`\\x${bytes[position].toString(16).padStart(2, "0")}`);
      validFrom = position + 1;
    }
    position += Math.max(length, 1);
  }
  parts.push(strict.decode(bytes.subarray(validFrom)));
  return parts.join("");
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

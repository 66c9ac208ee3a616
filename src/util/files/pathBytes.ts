/**
 * File names that are not UTF-8 (a Latin-1 archive on Linux) as JavaScript's text: each such byte becomes
 * a surrogate that stands alone, U+DC00 plus the byte, as Python's "surrogateescape" has it. Joined and
 * split they stay what they are; the file system gets the bytes back.
 */
const loneSurrogate = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What to give to the file system for a path made by `textOfPath`. */
export function pathBytes(path: string): string | Buffer {
  if (!isEscaped(path)) return path;
  const parts: Buffer[] = [];
  let from = 0;
  for (const { index } of path.matchAll(loneSurrogate)) {
    parts.push(Buffer.from(path.slice(from, index)), Buffer.of(path.charCodeAt(index) & 0xff));
    from = index + 1;
  }
  return Buffer.concat([...parts, Buffer.from(path.slice(from))]);
}

/** The text of a path's bytes, whatever they are. */
export function textOfPath(bytes: Uint8Array): string {
  let text = "";
  let from = 0;
  while (from < bytes.length) {
    const length = validLength(bytes, from);
    text += strict.decode(bytes.subarray(from, from + length));
    from += length;
    if (from < bytes.length) text += String.fromCharCode(0xdc00 + bytes[from++]);
  }
  return text;
}

/** A path, or a part of it, for people: bytes that are no UTF-8 as `\\xNN`. */
export function escapedPath(path: string): string {
  return path.replace(loneSurrogate, (character) => {
    const byte = character.charCodeAt(0) & 0xff;
    return `\\x${byte.toString(16).padStart(2, "0")}`;
  });
}

function isEscaped(path: string): boolean {
  return path.search(loneSurrogate) >= 0;
}

/** How many bytes from `from` on are valid UTF-8. */
function validLength(bytes: Uint8Array, from: number): number {
  for (let end = bytes.length; end > from; end--) {
    try {
      strict.decode(bytes.subarray(from, end));
      return end - from;
    } catch {
      // Names are short: the longest valid start is found from behind.
    }
  }
  return 0;
}

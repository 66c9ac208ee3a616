/**
 * What a file is whose first bytes are no record of an event file: a phrase for people, or undefined
 * when it may be a broken event file. (An event file starts with the 8 bytes of a small length.)
 */
export function sniffForeignFile(start: Uint8Array): string | undefined {
  if (start.length >= 2 && start[0] === 0x1f && start[1] === 0x8b) {
    return "is a gzip archive, no event file; unpack it first (gunzip)";
  }
  if (start.length >= 4 && start[0] === 0x50 && start[1] === 0x4b && start[2] < 8) {
    return "is a zip archive, no event file; unpack it first";
  }
  if (start.length >= 2 && start.every(isTextByte)) return "is a text file, no event file";
  return undefined;
}

function isTextByte(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { UserError } from "../../util/userError.js";

/**
 * A Parquet file that this program writes carries the SHA-256 of its bytes, since readers do not check
 * pages: one flipped bit may give another number. It stands in the file's own metadata (key_value_metadata
 * of FileMetaData), where other readers pass over it: its last field, before the byte that ends the footer.
 */
const key = "tbfigures.sha256";
const digits = 64;
/** Thrift's compact protocol: field 5 (0x0a) is a list of one struct (0x1c) of two texts (0x18). */
const entryHead = Buffer.from([
  0x09,
  0x0a,
  0x1c,
  0x18,
  key.length,
  ...Buffer.from(key),
  0x18,
  digits,
]);
/** The ends of the struct and of the footer. */
const entryEnd = Buffer.from([0, 0]);
const entryBytes = entryHead.length + digits + entryEnd.length;
/** Length of the footer and "PAR1". */
const tailBytes = 8;
const readBytes = 2 ** 20;

/** Writes into a Parquet file what its bytes have to be. */
export async function sealParquet(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, size - tailBytes, tailBytes);
    // The footer ends with one byte, which comes after the entry now.
    const bodyBytes = size - tailBytes - 1;
    tail.writeUInt32LE(tail.readUInt32LE(0) + entryBytes - 1);
    const hash = await hashOf(file, bodyBytes, tail);
    const entry = Buffer.concat([entryHead, Buffer.from(hash), entryEnd, tail]);
    await file.write(entry, 0, entry.length, bodyBytes);
  } finally {
    await file.close();
  }
}

/**
 * Checks the bytes of a Parquet file that was sealed; others pass.
 *
 * @throws {UserError} when they are not those that were written
 */
export async function checkSeal(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bodyBytes = size - tailBytes - entryBytes;
    if (bodyBytes < 0) return;
    const entry = await readAt(file, bodyBytes, entryBytes);
    const afterHash = entryHead.length + digits;
    const found = Buffer.concat([entry.subarray(0, entryHead.length), entry.subarray(afterHash)]);
    const wanted = Buffer.concat([entryHead, entryEnd]);
    const same = wanted.filter((byte, index) => byte === found[index]).length;
    // A few other bytes are damage; many, a file by somebody else.
    if (same < wanted.length / 2) return;
    const tail = await readAt(file, size - tailBytes, tailBytes);
    const hash = entry.toString("latin1", entryHead.length, afterHash);
    if (same === wanted.length && hash === (await hashOf(file, bodyBytes, tail))) return;
  } finally {
    await file.close();
  }
  throw new UserError(
    `Cannot read the table ${path}: it is damaged (its bytes are not those that were written).\n` +
      `Export the logs again, or take a copy of the file that is whole.`,
  );
}

async function hashOf(file: FileHandle, bytes: number, tail: Uint8Array): Promise<string> {
  const hash = createHash("sha256");
  for (let start = 0; start < bytes; start += readBytes) {
    hash.update(await readAt(file, start, Math.min(readBytes, bytes - start)));
  }
  return hash.update(tail).digest("hex");
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import {
  startingAgain,
  type ColumnHead,
  type TablePart,
  type TableStream,
} from "../../tables/tableStream.js";
import { UserError } from "../../util/userError.js";
import { writeAtomically } from "../../util/writeFileAtomically.js";

/** What is known of a stored table when all of its rows are there. */
export interface StoredHead<Notes> {
  readonly columns: readonly ColumnHead[];
  readonly rows: number;
  /** What else whoever wrote it wants to be known. */
  readonly notes: Notes;
}

const lengthBytes = 6;

/**
 * Keeps a table in a file that can be read again bit by bit and at once, as the writers of tables want it:
 * its parts one after the other, each with its length before it, and at the end what they are and how long that is.
 *
 * @param notes asked when all rows were given
 * @throws {UserError} when the place cannot be written to, and whatever the stream throws
 */
export async function storeTable<Notes>(
  path: string,
  stream: TableStream,
  notes: () => Notes,
): Promise<void> {
  await startingAgain(() =>
    writeAtomically(path, (temporary) => {
      const file = openSync(temporary, "w");
      try {
        let rows = 0;
        for (const part of stream.parts) {
          if (part === undefined || part.rows === 0) continue;
          rows += part.rows;
          append(file, part);
        }
        const { columns } = stream;
        const head: StoredHead<Notes> = { columns, rows, notes: notes() };
        writeWhole(file, lengthOf(append(file, head)));
      } finally {
        closeSync(file);
      }
      return Promise.resolve();
    }),
  );
}

/** @throws {UserError} when it was cut */
export function readStoredHead<Notes>(path: string): StoredHead<Notes> {
  const file = openSync(path, "r");
  try {
    return deserialize(readHead(path, file)) as StoredHead<Notes>;
  } finally {
    closeSync(file);
  }
}

/** The parts of a stored table. */
export function* storedParts(path: string): Generator<TablePart> {
  const file = openSync(path, "r");
  try {
    const end = fstatSync(file).size - 2 * lengthBytes - readHead(path, file).length;
    for (let at = 0; at < end;) {
      const length = readAt(path, file, at, lengthBytes).readUIntLE(0, lengthBytes);
      yield deserialize(readAt(path, file, at + lengthBytes, length)) as TablePart;
      at += lengthBytes + length;
    }
  } finally {
    closeSync(file);
  }
}

function readHead(path: string, file: number): Buffer {
  const { size } = fstatSync(file);
  const length = readAt(path, file, size - lengthBytes, lengthBytes).readUIntLE(0, lengthBytes);
  return readAt(path, file, size - lengthBytes - length, length);
}

/** @returns the number of bytes of the value */
function append(file: number, value: unknown): number {
  const bytes = serialize(value);
  writeWhole(file, lengthOf(bytes.length));
  writeWhole(file, bytes);
  return bytes.length;
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntLE(bytes, 0, lengthBytes);
  return length;
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at);
}

function readAt(path: string, file: number, position: number, length: number): Buffer {
  const { size } = fstatSync(file);
  const wasCut = () => new UserError(`${path} was cut. Remove it, and export again.`);
  if (position < 0 || position + length > size) throw wasCut();
  const bytes = Buffer.alloc(length);
  for (let read = 0; read < length;) {
    const more = readSync(file, bytes, read, length - read, position + read);
    if (more === 0) throw wasCut();
    read += more;
  }
  return bytes;
}

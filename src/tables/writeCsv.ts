import { open } from "node:fs/promises";
import { writeAtomically } from "../util/writeFileAtomically.js";
import { csvHeader, csvRows } from "./csv.js";
import { startingAgain, type TableStream } from "./tableStream.js";

/**
 * Writes a table as CSV in the order of its rows, of which few are in memory at a time. The file
 * appears under its name only when it is complete.
 *
 * @throws {UserError} when the place cannot be written to, and whatever the stream throws
 */
export async function writeCsv(path: string, stream: TableStream): Promise<void> {
  await startingAgain(() =>
    writeAtomically(path, async (temporary) => {
      const file = await open(temporary, "w");
      try {
        for (const text of csvParts(stream)) await file.appendFile(text);
      } finally {
        await file.close();
      }
    }),
  );
}

/** The text of a table, bit by bit and none before its first row; empty where others may have their turn. */
export function* csvParts({ columns, parts }: TableStream): Generator<string> {
  let header = csvHeader(columns);
  for (const part of parts) {
    if (part === undefined || part.rows === 0) yield "";
    else {
      yield header + csvRows(part);
      header = "";
    }
  }
  yield header;
}

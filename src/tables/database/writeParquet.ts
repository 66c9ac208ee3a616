import { UserError } from "../../util/userError.js";
import { cannotWrite, writeAtomically } from "../../util/writeFileAtomically.js";
import { ChunkFeed } from "./chunkFeed.js";
import { allowMemory, duckdb, isOutOfMemory, sqlName, sqlText } from "./duckdb.js";
import { withFedRows } from "./feedFunction.js";
import { sealParquet } from "./parquetSeal.js";
import { stageColumn } from "./stageColumn.js";
import { startingAgain, type TableStream } from "../tableStream.js";

/**
 * Writes a table as a Parquet file (zstd), in the order of its rows, of which few are in memory at a
 * time. The file appears under its name only when it is complete; missing values are nulls.
 *
 * @throws {UserError} when the place cannot be written to, and whatever the stream throws
 */
export async function writeParquet(path: string, stream: TableStream): Promise<void> {
  await startingAgain(() =>
    writeAtomically(path, (temporary) =>
      copyToParquet(temporary, stream).catch((error: unknown) => {
        if (isOutOfMemory(error)) throw tooManyColumns(path, stream.columns.length, error);
        throw isOfDatabase(error) ? cannotWrite(path, error) : error;
      }),
    ),
  );
}

async function copyToParquet(path: string, stream: TableStream): Promise<void> {
  const api = await import("./duckdbApi.js");
  const columns = stream.columns.map((column) => stageColumn(column, api));
  const feed = new ChunkFeed(stream, columns);
  try {
    const [connection] = await Promise.all([duckdb(), feed.begin()]);
    await allowMemory(memoryFor(stream.columns));
    await withFedRows(feed, (source, names) => {
      const fields = columns.map(
        ({ expression }, index) =>
          `${expression(names[index])} AS ${sqlName(stream.columns[index].name)}`,
      );
      return connection.run(
        `COPY (SELECT ${fields.join(", ")} FROM ${source}) TO ${sqlText(path)} ` +
          // Where nearly all values differ, as times do, a dictionary costs time and space.
          `(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 4000, ` +
          `ROW_GROUP_SIZE ${rowsPerGroup(columns.length)})`,
      );
    });
  } finally {
    feed.close();
  }
  if (feed.error !== undefined) throw feed.error;
  await sealParquet(path);
}

/** Megabytes that columns take while they are written, measured with 100 to 20,000 of them. */
function memoryFor(columns: TableStream["columns"]): number {
  const texts = columns.filter(({ type }) => type === "text").length;
  return texts * 1.5 + (columns.length - texts) * 0.3;
}

function tooManyColumns(path: string, columns: number, error: unknown): UserError {
  return new UserError(
    `Cannot write ${path}: ${columns} columns take more memory than this machine has for Parquet.\n` +
      `Write a .csv file, a row per value (--long), or fewer tags (--tags).`,
    1,
    { cause: error },
  );
}

const mostRowsPerGroup = 61_440;
const mostCellsPerGroup = 40 * mostRowsPerGroup;

/** The database holds a group of rows as a whole: of wide tables fewer. It wants multiples of 2048. */
function rowsPerGroup(columns: number): number {
  const rows = Math.floor(mostCellsPerGroup / columns / 2048) * 2048;
  return Math.min(Math.max(rows, 2048), mostRowsPerGroup);
}

/** Errors of DuckDB start with their kind: "IO Error: No space left on device". */
const isOfDatabase = (error: unknown): boolean =>
  error instanceof Error && /^[\w ]+ Error: /.test(error.message);

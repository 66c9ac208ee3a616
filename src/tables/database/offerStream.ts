import type * as Api from "./duckdbApi.js";
import { ChunkFeed } from "./chunkFeed.js";
import { sqlName } from "./duckdb.js";
import { offerRows } from "./feedFunction.js";
import { stageColumn } from "./stageColumn.js";
import type { TableStream } from "../tableStream.js";

/** A stream that queries can read, as often as they like. */
export interface OfferedStream {
  /** A query that gives its rows. */
  readonly sql: string;
  /** Why reading broke off, if it did. */
  readonly error: () => Error | undefined;
  readonly close: () => void;
}

/** Lets the queries of a connection with the feed function read a stream. */
export async function offerStream({ columns, parts }: TableStream): Promise<OfferedStream> {
  const api: typeof Api = await import("./duckdbApi.js");
  // Texts whose values are known would be an ENUM, which has an order of its own.
  const heads = columns.map(({ name, type }) => ({ name, type }));
  const staged = heads.map((head) => stageColumn(head, api));
  const opened: ChunkFeed[] = [];
  const rows = offerRows({
    columns: staged,
    isFragile: true,
    open: () => {
      const feed = new ChunkFeed({ columns: heads, parts }, staged);
      opened.push(feed);
      return feed;
    },
  });
  const fields = staged.map(
    ({ expression }, index) => `${expression(rows.names[index])} AS ${sqlName(heads[index].name)}`,
  );
  return {
    sql: `SELECT ${fields.join(", ")} FROM ${rows.source}`,
    error: () => opened.find(({ error }) => error !== undefined)?.error,
    close: () => {
      for (const feed of opened) feed.close();
      rows.close();
    },
  };
}

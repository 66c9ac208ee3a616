import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type { Value, Vector } from "@duckdb/node-bindings";
import type { ChunkFeed } from "./chunkFeed.js";
import type * as Api from "./duckdbApi.js";
import { withoutNul } from "../distinctNames.js";
import type { NullMask } from "./nullMask.js";

/** Rows that queries find by a number: how they come, and a feed for each time that they are read. */
export interface Fed {
  readonly columns: ChunkFeed["columns"];
  readonly open: () => ChunkFeed;
  /** Whether a query is to fail at once when the rows break off. */
  readonly isFragile?: boolean;
}

/** A feed that the database reads, and by column the last list of texts: it mostly is the next one too. */
interface Source {
  readonly feed: ChunkFeed;
  readonly lists: ({ texts: readonly (string | null)[]; value: Value } | undefined)[];
}

const functionName = "fed_rows";
/** What is being read by the database, by the number that the function is called with. */
const feeds = new Map<number, Fed>();
let lastNumber = 0;

/** Teaches a connection the table function that takes rows out of a feed. */
export function registerFeedFunction(connection: DuckDBConnection, api: typeof Api): void {
  const { bindings } = api;
  const text = api.VARCHAR.toLogicalType().logical_type;
  const zero = bindings.create_uint32(0);

  function listOf(texts: readonly (string | null)[]): Value {
    const { create_list_value, create_null_value, create_varchar } = bindings;
    const values = texts.map((t) =>
      t === null ? create_null_value() : create_varchar(withoutNul(t)),
    );
    return create_list_value(text, values);
  }

  function copyNulls(into: Vector, { bits }: NullMask): void {
    bindings.vector_ensure_validity_writable(into);
    const buffer = bits.buffer as ArrayBuffer;
    bindings.copy_data_to_vector_validity(into, 0, buffer, 0, bits.byteLength);
  }

  function fill(output: DuckDBDataChunk, { feed, lists }: Source): void {
    const hasMore = feed.next(({ rows, columns }) => {
      output.rowCount = rows;
      let position = 0;
      const nextVector = () => bindings.data_chunk_get_vector(output.chunk, position++);
      feed.columns.forEach(({ types }, index) => {
        const { vector, texts, nulls } = columns[index];
        const into = nextVector();
        if (texts.texts.length === 1) bindings.vector_reference_value(into, zero);
        else {
          const bytes = rows * vector.BYTES_PER_ELEMENT;
          bindings.copy_data_to_vector(into, 0, vector.buffer as ArrayBuffer, 0, bytes);
          if (nulls.any) copyNulls(into, nulls);
        }
        if (types.length === 1) return;
        if (!isSame(lists[index]?.texts, texts.texts)) {
          lists[index] = { texts: [...texts.texts], value: listOf(texts.texts) };
        }
        bindings.vector_reference_value(nextVector(), lists[index]!.value);
      });
    });
    if (!hasMore) output.rowCount = 0;
  }

  connection.registerTableFunction(
    api.DuckDBTableFunction.create({
      name: functionName,
      parameterTypes: [api.INTEGER],
      bindFunction: (info) => {
        const fed = feeds.get(info.getParameter(0) as number)!;
        const names = vectorNames(fed);
        fed.columns.forEach(({ types }, index) =>
          types.forEach((type, part) => info.addResultColumn(names[index][part], type!)),
        );
        info.setBindData(fed);
      },
      // What is bound once may be read several times, as by a recursive query.
      initFunction: (info) => {
        const { open } = info.bindData as Fed;
        info.setInitData({ feed: open(), lists: [] } satisfies Source);
      },
      mainFunction: (info, output) => {
        const source = info.initData as Source;
        fill(output, source);
        const { isFragile = false } = info.bindData as Fed;
        if (isFragile && source.feed.error) info.setError(source.feed.error.message);
      },
    }),
  );
}

/** Rows that the database can read: what a query selects from, and the names of what it finds there. */
export interface FedRows {
  readonly source: string;
  /** For each column the names of its vectors. */
  readonly names: readonly (readonly string[])[];
  /** Forgets them. */
  readonly close: () => void;
}

/** Lets queries of connections with the feed function read rows, until they are closed. */
export function offerRows(fed: Fed): FedRows {
  const number = ++lastNumber;
  feeds.set(number, fed);
  return {
    source: `${functionName}(${number})`,
    names: vectorNames(fed),
    close: () => feeds.delete(number),
  };
}

/**
 * Runs a query that reads the rows of a feed once. It finds them under `source`, in what `names` gives for
 * each column.
 */
export async function withFedRows(
  feed: ChunkFeed,
  query: (source: string, names: readonly (readonly string[])[]) => Promise<unknown>,
): Promise<void> {
  const { source, names, close } = offerRows({ columns: feed.columns, open: () => feed });
  try {
    await query(source, names);
  } finally {
    close();
  }
}

function vectorNames({ columns }: Pick<Fed, "columns">): string[][] {
  return columns.map(({ types }, index) => types.map((_, part) => `c${index}_${part}`));
}

function isSame(a: readonly (string | null)[] | undefined, b: readonly (string | null)[]): boolean {
  return a?.length === b.length && b.every((text, index) => a[index] === text);
}

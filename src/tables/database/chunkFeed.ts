import { setImmediate as afterEvents } from "node:timers/promises";
import { NullMask } from "./nullMask.js";
import type { StagedColumn, StagedRows } from "./stageColumn.js";
import type { TablePart, TableStream } from "../tableStream.js";
import { TextList } from "./textList.js";

/** Rows of one chunk of the database, the most that it takes at a time. */
const rowsPerChunk = 2048;
/** Of a table with few columns a little more than the database gathers before it writes. */
const mostChunksAhead = 64;
const mostCellsAhead = mostChunksAhead * rowsPerChunk * 8;

/** Rows on their way into the database, by column. */
export interface Chunk {
  rows: number;
  readonly columns: readonly StagedRows[];
}

/**
 * The rows of a stream in chunks for a thread of the database that asks for them one by one. While that
 * thread compresses what it has, chunks are made ahead.
 */
export class ChunkFeed {
  private readonly parts: Iterator<TablePart | undefined>;
  private readonly mostAhead: number;
  private readonly ready: Chunk[] = [];
  /** What is being filled. */
  private open: Chunk | undefined;
  /** Chunks to be filled again: memory that was used before is much faster than new. */
  private readonly spare: Chunk[] = [];
  private ended = false;
  private isReadingAhead = false;
  private wasAsked = false;
  /** Why the stream broke off. */
  error: Error | undefined;

  constructor(
    stream: TableStream,
    readonly columns: readonly StagedColumn[],
  ) {
    this.parts = stream.parts[Symbol.iterator]();
    const chunks = Math.floor(mostCellsAhead / rowsPerChunk / columns.length);
    this.mostAhead = Math.min(Math.max(chunks, 2), mostChunksAhead);
  }

  /** Makes the first chunk without keeping others from their turn. */
  async begin(): Promise<void> {
    while (this.ready.length === 0 && !this.ended) {
      this.makePart();
      await afterEvents();
    }
  }

  /** Hands on the next chunk; false at the end, or when the stream broke off. */
  next(take: (chunk: Chunk) => void): boolean {
    while (this.ready.length === 0 && !this.ended) this.makePart();
    const chunk = this.ready.shift();
    if (chunk === undefined) return false;
    take(chunk);
    this.spare.push(chunk);
    this.wasAsked = true;
    if (!this.isReadingAhead) this.scheduleReadingAhead();
    return true;
  }

  /** Lets the stream give back what it holds. */
  close(): void {
    if (!this.ended) this.parts.return?.();
    this.ended = true;
  }

  private scheduleReadingAhead(): void {
    this.isReadingAhead = true;
    setImmediate(() => this.readAhead());
  }

  private readAhead(): void {
    this.isReadingAhead = false;
    if (this.ended) return;
    // As long as chunks are being taken one after the other, nothing may keep the taker waiting.
    if (!this.wasAsked || this.ready.length === 0) this.makePart();
    this.wasAsked = false;
    if (this.ready.length < this.mostAhead) this.scheduleReadingAhead();
  }

  private makePart(): void {
    try {
      const next = this.parts.next();
      if (next.done === true) this.end();
      else if (next.value !== undefined) this.stage(next.value);
    } catch (error) {
      this.error = error as Error;
      this.ended = true;
    }
  }

  private end(): void {
    this.ended = true;
    if (this.open !== undefined) this.ready.push(this.open);
    this.open = undefined;
  }

  private stage({ rows, columns }: TablePart): void {
    for (let start = 0; start < rows;) {
      const chunk = (this.open ??= this.emptyChunk());
      const end = Math.min(start + rowsPerChunk - chunk.rows, rows);
      for (let index = 0; index < columns.length; index++) {
        const into = chunk.columns[index];
        this.columns[index].fill(columns[index], start, end, into, chunk.rows);
      }
      chunk.rows += end - start;
      start = end;
      if (chunk.rows === rowsPerChunk) {
        this.ready.push(chunk);
        this.open = undefined;
      }
    }
  }

  private emptyChunk(): Chunk {
    const chunk = this.spare.pop();
    if (chunk === undefined) {
      const columns = this.columns.map(({ makeVector }) => {
        return {
          vector: makeVector(rowsPerChunk),
          texts: new TextList(),
          nulls: new NullMask(rowsPerChunk),
        };
      });
      return { rows: 0, columns };
    }
    chunk.rows = 0;
    for (const { texts, nulls } of chunk.columns) {
      texts.clear();
      nulls.clear();
    }
    return chunk;
  }
}

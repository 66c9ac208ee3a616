import { HeldValues } from "../supersede/heldValues.js";
import { ReadBuffer } from "../files/readBuffer.js";
import type { ReadOptions } from "../decode/readOptions.js";
import { ScalarBatch } from "../decode/scalarBatch.js";
import type { TagTable } from "../decode/tagTable.js";

const bufferBytesByDefault = 2 ** 18;
const smallestBuffer = 64;
/** Small enough to stay in the processor's second cache, like the buffer. */
const scalarsPerBatch = 8192;

/** Memory that readers use one after the other, never interleaved. */
export interface Workspace {
  readonly buffer: ReadBuffer;
  readonly batch: ScalarBatch;
  /** For streams: what they hand on. */
  readonly held: HeldValues;
  /** Those of the last run, which the next one mostly has too. */
  tags?: TagTable;
}

export function makeWorkspace(options: ReadOptions): Workspace {
  return {
    buffer: new ReadBuffer(Math.max(options.bufferBytes ?? bufferBytesByDefault, smallestBuffer)),
    batch: new ScalarBatch(scalarsPerBatch),
    held: new HeldValues(),
  };
}

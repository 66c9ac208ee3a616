import { HeldValues } from "../supersede/heldValues.js";
import { ReadMemory } from "../files/readMemory.js";
import type { ReadOptions } from "../decode/readOptions.js";
import type { TagTable } from "../decode/tagTable.js";

const bufferBytesByDefault = 2 ** 18;

/** Memory that readers use one after the other, never interleaved. */
export interface Workspace {
  readonly memory: ReadMemory;
  /** For streams: what they hand on. */
  readonly held: HeldValues;
  /** Those of the last run, which the next one mostly has too. */
  tags?: TagTable;
}

export function makeWorkspace(options: ReadOptions): Workspace {
  return {
    memory: new ReadMemory(options.bufferBytes ?? bufferBytesByDefault),
    held: new HeldValues(),
  };
}

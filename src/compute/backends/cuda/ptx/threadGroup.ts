import { threadsOfBlock, warpThreads, type Operand, type PtxFunction } from "./ptxFunction.js";

/** Threads that do something together. */
export interface ThreadGroup {
  /** How many; a multiple of a warp's. */
  readonly threads: number;
  /** A register with the thread's place among them. */
  readonly lane: Operand;
  /** Everything that they wrote before is seen by all of them afterwards. All of them have to come here. */
  barrier(): void;
  /** See {@link PtxFunction.shared}: memory of the group. */
  shared(bytes: number): Operand;
}

/** Those of a warp. */
export function warpGroup(fn: PtxFunction, lane: Operand): ThreadGroup {
  return {
    threads: warpThreads,
    lane,
    barrier: () => fn.warpBarrier(),
    shared: (bytes) => fn.shared(bytes),
  };
}

/**
 * Those of a block.
 *
 * @param thread the thread's place in its block
 */
export function blockGroup(
  fn: PtxFunction,
  thread: Operand,
  threads: number = threadsOfBlock,
): ThreadGroup {
  return {
    threads,
    lane: thread,
    barrier: () => fn.blockBarrier(),
    shared: (bytes) => fn.sharedOfBlock(bytes),
  };
}

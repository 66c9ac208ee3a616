import { statSync } from "node:fs";
import { pathBytes } from "../../util/files/pathBytes.js";
import type { RunDirectory } from "../runs/findRuns.js";

/** Runs that are claimed together: a message for each would take longer than a small run does. */
const runsPerBlock = 8;
/** So far may others read ahead of the run whose turn it is. */
const mostBlocksAhead = 32;
const mostBytesAhead = 64 * 2 ** 20;

const free = 0;
/** Places in the shared memory, before the state of each block. */
const place = { isStopped: 0, turn: 1, bytesAhead: 2, answers: 3 } as const;
const firstState = Object.keys(place).length;

/**
 * Who reads which of the runs, in memory that all threads share. Runs are claimed in blocks, by numbers
 * from 1 on that stand for the threads.
 */
export class SharedWork {
  private readonly cells: Int32Array;

  private constructor(
    readonly memory: SharedArrayBuffer,
    readonly runs: number,
  ) {
    this.cells = new Int32Array(memory);
  }

  static of(runs: number): SharedWork {
    const blocks = Math.ceil(runs / runsPerBlock);
    return SharedWork.in(new SharedArrayBuffer(4 * (firstState + blocks)), runs);
  }

  static in(memory: SharedArrayBuffer, runs: number): SharedWork {
    return new SharedWork(memory, runs);
  }

  /** Claims the block of a run; false where another has it. */
  claim(run: number, thread: number): boolean {
    const state = firstState + Math.floor(run / runsPerBlock);
    const owner = Atomics.compareExchange(this.cells, state, free, thread);
    return owner === free || owner === thread;
  }

  /** Claims the first block that is free behind the run whose turn it is, unless that is too far ahead. */
  claimNext(thread: number): { first: number; end: number } | undefined {
    const { cells, runs } = this;
    const turn = Math.floor(Atomics.load(cells, place.turn) / runsPerBlock);
    const end = Math.min(turn + mostBlocksAhead, cells.length - firstState);
    for (let block = turn; block < end; block++) {
      if (Atomics.compareExchange(cells, firstState + block, free, thread) !== free) continue;
      const first = block * runsPerBlock;
      return { first, end: Math.min(first + runsPerBlock, runs) };
    }
    return undefined;
  }

  /** Whether no block is free. */
  get isAllClaimed(): boolean {
    return !this.cells.includes(free, firstState);
  }

  /** The turn of this run has come; runs before it are no longer held, which took so many bytes. */
  turnTo(run: number, bytes: number): void {
    Atomics.sub(this.cells, place.bytesAhead, bytes);
    Atomics.store(this.cells, place.turn, run);
    Atomics.notify(this.cells, place.turn);
  }

  /** Notes bytes that are held until the turn of their run comes. */
  hold(bytes: number): void {
    Atomics.add(this.cells, place.bytesAhead, bytes);
  }

  /** Whether so many more bytes may be held for this run; for the one whose turn it is they always may. */
  hasRoomFor(run: number, bytes: number): boolean {
    if (Atomics.load(this.cells, place.turn) >= run) return true;
    return Atomics.load(this.cells, place.bytesAhead) + bytes <= mostBytesAhead;
  }

  /** Whether so many bytes may be held at all. */
  static mayHold(bytes: number): boolean {
    return bytes <= mostBytesAhead / 2;
  }

  /** Waits until the turn goes on, or a moment. */
  waitForTurn(): void {
    Atomics.wait(this.cells, place.turn, Atomics.load(this.cells, place.turn), 20);
  }

  get isStopped(): boolean {
    return Atomics.load(this.cells, place.isStopped) === 1;
  }

  stop(): void {
    Atomics.store(this.cells, place.isStopped, 1);
    Atomics.notify(this.cells, place.turn);
    this.answered();
  }

  /** Wakes those who wait for answers. */
  answered(): void {
    Atomics.add(this.cells, place.answers, 1);
    Atomics.notify(this.cells, place.answers);
  }

  /** Waits until `take` gives something; undefined when all is to stop. */
  waitForAnswer<T>(take: () => T | undefined): T | undefined {
    while (!this.isStopped) {
      const answers = Atomics.load(this.cells, place.answers);
      const taken = take();
      if (taken !== undefined) return taken;
      Atomics.wait(this.cells, place.answers, answers);
    }
    return undefined;
  }
}

/** Bytes of a run's files; those that are gone count for none. */
export function sizeOfRun({ files }: RunDirectory): number {
  const sizes = files.map(
    (file) => statSync(pathBytes(file), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

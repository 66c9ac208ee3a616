import { setTimeout } from "node:timers/promises";
import { Claims } from "../../util/files/claims.js";

/** Pieces of work that several processes may have in hand at the same time, each of which does some. */
export interface Pieces {
  readonly count: number;
  /** Which process this is, of how many: it begins with pieces of its own. */
  readonly index: number;
  readonly tasks: number;
  /** The folder whose making claims a piece. */
  readonly claimOf: (piece: number) => string;
  readonly isDone: (piece: number) => boolean;
  readonly work: (piece: number) => Promise<void>;
  /** Asked before each piece. */
  readonly goesOn: (piece: number) => boolean;
}

const secondsBetweenLooks = 1;

/**
 * Does pieces that nobody has done or is at work on. Those of others are waited for until there is a sign
 * of life of them.
 *
 * @returns the number of pieces that were done here
 */
export async function claimPieces(pieces: Pieces, signal: AbortSignal): Promise<number> {
  const { count, index, tasks, claimOf, isDone, work, goesOn } = pieces;
  const claims = new Claims();
  let left = Array.from({ length: count }, (_, piece) => piece);
  left.sort((a, b) => turn(a, index, tasks) - turn(b, index, tasks) || a - b);
  let done = 0;
  try {
    for (let round = 0; left.length > 0 && !signal.aborted; round++) {
      const silent: number[] = [];
      for (const piece of left) {
        if (signal.aborted) return done;
        if (isDone(piece) || !goesOn(piece)) continue;
        const claim = await claims.claim(claimOf(piece));
        if ("holder" in claim) {
          if (!claim.isAlive) silent.push(piece);
          continue;
        }
        try {
          if (isDone(piece)) continue;
          await work(piece);
          done++;
        } finally {
          await claim.release();
        }
      }
      left = silent;
      if (round > 0 && left.length > 0) {
        await setTimeout(secondsBetweenLooks * 1000, undefined, { signal }).catch(() => undefined);
      }
    }
    return done;
  } finally {
    await claims.releaseAll();
  }
}

/** Of some processes the one that has its turn first with a piece, counted from this one on. */
export const turn = (piece: number, index: number, tasks: number): number =>
  (((piece - index) % tasks) + tasks) % tasks;

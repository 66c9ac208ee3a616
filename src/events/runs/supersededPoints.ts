import type { ReadOptions } from "../decode/readOptions.js";

/** At this running number a step was taken again: earlier points from that step on are superseded. */
interface Return {
  readonly order: number;
  readonly step: number;
}

interface Series {
  lastStep: number;
  lastOrder: number;
  /** Step of the point before the last; Infinity when it is not known any more. */
  stepBefore: number;
  readonly returns: Return[];
  /** Returns that all points asked about lie behind. */
  passed: number;
  passedSessions: number;
}

const bitsPerWord = 32;

/**
 * Finds out which points of a run are superseded in little memory: one bit per value and one entry for
 * each time that a series goes back by more than its last step. First `note` all points in order, then
 * ask `isSuperseded` for each, again in order.
 */
export class SupersededPoints {
  /** Anything noted that supersedes anything? */
  any = false;
  private readonly series = new Map<number, Series>();
  private readonly sessions: Return[] = [];
  private bits = new Uint32Array();

  constructor(private readonly supersede: NonNullable<ReadOptions["supersede"]>) {}

  note(series: number, step: number, order: number): void {
    if (this.supersede !== "step") return;
    const state = this.stateOf(series);
    if (step > state.lastStep) state.stepBefore = state.lastStep;
    else {
      this.any = true;
      if (step > state.stepBefore) this.setBit(state.lastOrder);
      else {
        goBack(state.returns, { order, step });
        state.stepBefore = Infinity;
      }
    }
    state.lastStep = step;
    state.lastOrder = order;
  }

  noteSession(step: number, order: number): void {
    if (this.supersede !== "session") return;
    this.any = true;
    goBack(this.sessions, { order, step });
  }

  isSuperseded(series: number, step: number, order: number): boolean {
    if (!this.any) return false;
    const state = this.stateOf(series);
    state.passedSessions = skipUpTo(order, this.sessions, state.passedSessions);
    state.passed = skipUpTo(order, state.returns, state.passed);
    return (
      isBehind(step, this.sessions[state.passedSessions]) ||
      isBehind(step, state.returns[state.passed]) ||
      this.hasBit(order)
    );
  }

  private stateOf(series: number): Series {
    let state = this.series.get(series);
    if (state === undefined) {
      state = {
        lastStep: -Infinity,
        lastOrder: -1,
        stepBefore: -Infinity,
        returns: [],
        passed: 0,
        passedSessions: 0,
      };
      this.series.set(series, state);
    }
    return state;
  }

  private setBit(order: number): void {
    const word = Math.floor(order / bitsPerWord);
    if (word >= this.bits.length) {
      const enlarged = new Uint32Array(Math.max(2 * this.bits.length, word + 1));
      enlarged.set(this.bits);
      this.bits = enlarged;
    }
    this.bits[word] |= 1 << (order % bitsPerWord);
  }

  private hasBit(order: number): boolean {
    const word = Math.floor(order / bitsPerWord);
    return word < this.bits.length && ((this.bits[word] >>> (order % bitsPerWord)) & 1) === 1;
  }
}

/** Keeps only returns that later ones do not outdo, so that the next one is always the farthest back. */
function goBack(returns: Return[], next: Return): void {
  while (returns.length > 0 && returns.at(-1)!.step >= next.step) returns.pop();
  returns.push(next);
}

/** Index of the first return that lies behind the running number `order`. */
function skipUpTo(order: number, returns: readonly Return[], from: number): number {
  let index = from;
  while (index < returns.length && returns[index].order <= order) index++;
  return index;
}

function isBehind(step: number, next: Return | undefined): boolean {
  return next !== undefined && step >= next.step;
}

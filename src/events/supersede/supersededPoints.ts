import type { LogMark } from "../decode/logMark.js";
import { LogPosition } from "./logPosition.js";
import type { SupersedeRule } from "./rule.js";
import { below, goBack, type Return, SeriesHistory, skipUpTo } from "./seriesHistory.js";
import type { SupersededReason } from "./superseded.js";

type SessionMark = Extract<LogMark, { type: "session" }>;

const bitsPerWord = 32;

/**
 * Finds out which values of a run are superseded and which come out of order, in little memory: one bit
 * per value and one entry for each time that a series goes back by more than its last step. First take
 * all marks and `note` all values in the order of the log, then ask for each, again in order.
 */
export class SupersededPoints {
  /** Anything noted that supersedes anything, or that is out of order? */
  any = false;
  readonly position = new LogPosition();
  private readonly series = new Map<number, SeriesHistory>();
  private readonly sessions: Return[] = [];
  private readonly replaced = new Map<number, number>();
  private bits = new Uint32Array();
  private latestStep = -Infinity;

  constructor(readonly rule: SupersedeRule) {}

  mark(mark: LogMark): void {
    if (mark.type === "session") this.noteSession(mark);
    this.position.take(mark);
  }

  note(series: number, step: number, order: number, isSorted = true): void {
    const state = this.stateOf(series);
    state.logged++;
    switch (this.rule.restarts) {
      case "step":
        this.noteByStep(state, step, order);
        return;
      case "session":
        this.noteOldVersion(state, step, order);
        break;
      case "restart":
        this.noteFile(state, step, order);
        break;
      case "none":
        break;
    }
    if (isSorted && this.rule.oneValuePerStep) {
      if (!state.proceed(order, step)) this.any = true;
    } else if (step > state.maxStep) state.maxStep = step;
  }

  /**
   * Notes a picture or sound. They are large, so that they do not wait for their turn when they come out
   * of order; instead it is remembered which ones their step's last value replaces.
   */
  noteMedia(series: number, step: number, order: number): void {
    this.note(series, step, order, false);
    if (!this.rule.oneValuePerStep) return;
    const { orderOfStep } = this.stateOf(series);
    const earlier = orderOfStep.get(step);
    if (earlier !== undefined) {
      this.any = true;
      this.replaced.set(earlier, order);
    }
    orderOfStep.set(step, order);
  }

  /** Running number of the picture or sound of the same step that replaces this one. */
  replacedBy(order: number): number | undefined {
    return this.replaced.get(order);
  }

  /** Why the value `order` gives way to a later one of the same step. */
  reasonOfRepeat(order: number, byOrder: number): SupersededReason {
    const { position } = this;
    return position.segmentOf(order) === position.segmentOf(byOrder) ? "same-step" : "other-file";
  }

  /** Why a value is superseded by a restart; undefined when it is not. */
  reasonOf(series: number, step: number, order: number): SupersededReason | undefined {
    if (!this.any) return undefined;
    const state = this.stateOf(series);
    state.passedSessions = skipUpTo(order, this.sessions, state.passedSessions);
    if (isBehind(step, this.sessions[state.passedSessions])) return "session-start";
    state.passed = skipUpTo(order, state.returns, state.passed);
    const isReplaced = isBehind(step, state.returns[state.passed]) || this.hasBit(order);
    if (!isReplaced) return undefined;
    return this.rule.restarts === "restart" ? "new-file" : "step-back";
  }

  /** Whether steps of a series come out of order, or again, where one value of each is to be kept. */
  isDisordered(series: number): boolean {
    return this.any && this.stateOf(series).isDisordered;
  }

  /** The least step that may still come in a disordered series. */
  leastStepAfter(series: number, order: number): number {
    return this.stateOf(series).leastStepAfter(order);
  }

  /** How many values of a series were noted. */
  logged(series: number): number {
    return this.stateOf(series).logged;
  }

  private noteByStep(state: SeriesHistory, step: number, order: number): void {
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

  /** Files of old versions know no sessions: there a tag is restarted where the log's steps go back. */
  private noteOldVersion(state: SeriesHistory, step: number, order: number): void {
    if (!this.position.trustsSessions && step < this.latestStep && step <= state.maxStep) {
      this.any = true;
      state.return(order, step);
    }
    this.latestStep = step;
  }

  /**
   * A later file that begins at an earlier step goes on after a restart, unless it was written at the
   * same time as one before it: then both belong to parallel writers.
   */
  private noteFile(state: SeriesHistory, step: number, order: number): void {
    const { index, clock } = this.position.segment;
    if (index <= state.segment) return;
    if (state.segment >= 0) {
      state.ended = Math.max(state.ended, this.position.endOf(state.segment));
      const isParallel = clock.firstOrder <= order && clock.first < state.ended;
      if (!isParallel && step <= state.maxStep) {
        this.any = true;
        state.return(order, step);
      }
    }
    state.segment = index;
  }

  private noteSession({ step, order, wallTime }: SessionMark): void {
    const { restarts } = this.rule;
    const { position } = this;
    if (restarts === "session" && position.trustsSessions && position.hasEarlierSession) {
      this.takeBack(step, order);
    }
    if (restarts !== "restart") return;
    // The first start in a file speaks of the files before it, further ones of all that came before.
    const before = position.hasSession ? order : position.segmentStart;
    // A fresh training starts at 0, too: beside a file that is still being written it takes nothing back.
    const isParallel = wallTime !== 0 && wallTime < position.endBefore;
    if (step > 0 || !isParallel) this.takeBack(step, before);
  }

  private takeBack(step: number, before: number): void {
    goBack(this.sessions, { order: before, step });
    for (const state of this.series.values()) {
      if (state.maxStep < step) continue;
      this.any = true;
      // What the file itself logged before its start still stands, so that steps below may repeat.
      const { segmentStart, segment } = this.position;
      const isUntouched = before === segmentStart && state.segment === segment.index;
      if (!isUntouched) state.maxStep = Math.min(state.maxStep, below(step));
    }
  }

  private stateOf(series: number): SeriesHistory {
    let state = this.series.get(series);
    if (state === undefined) this.series.set(series, (state = new SeriesHistory()));
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

function isBehind(step: number, next: Return | undefined): boolean {
  return next !== undefined && step >= next.step;
}

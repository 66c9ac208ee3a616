import { type RunBatch, ScalarBatch } from "../../events/index.js";
import type { ExportedRun } from "../layouts/exportedRun.js";
import { seriesToJoin } from "../layouts/exportScalars.js";

/** The first and the last step of a tag. */
export interface StepRange {
  readonly first: number;
  last: number;
}

/**
 * Turns scalars that come in the order of a log, each tag's steps ascending, into rows of one step each.
 * Rows leave as soon as nothing can be added to them, so that only as much is held as the tags lie apart.
 */
export class StepWindow {
  private readonly waiting = new Map<string, WaitingSeries>();
  private readonly byIndex: WaitingSeries[] = [];
  private lastBound = -Infinity;

  constructor(
    private readonly runName: string,
    ranges: ReadonlyMap<string, StepRange>,
  ) {
    for (const [tag, range] of ranges) this.waiting.set(tag, new WaitingSeries(tag, range));
  }

  /** Tags that the ranges lack are passed over. */
  add({ scalars, tagOf }: RunBatch): void {
    const { tag, step, wallTime, value, length } = scalars;
    for (let i = 0; i < length; i++) {
      const series = (this.byIndex[tag[i]] ??= this.waiting.get(tagOf(tag[i]).tag) ?? ignored);
      series.add(step[i], wallTime[i], value[i]);
    }
  }

  /** The rows that are complete. */
  *take(): Generator<ExportedRun> {
    let bound = Infinity;
    for (const { nextStep } of this.waiting.values()) bound = Math.min(bound, nextStep);
    if (bound <= this.lastBound) return;
    this.lastBound = bound;
    yield* this.takeBelow(bound);
  }

  /** Whether every tag has come to its last step. */
  get isComplete(): boolean {
    return [...this.waiting.values()].every(({ nextStep }) => nextStep === Infinity);
  }

  /** The rows that are left when no more will come. */
  takeRest(): Generator<ExportedRun> {
    return this.takeBelow(Infinity);
  }

  private *takeBelow(bound: number): Generator<ExportedRun> {
    const taken = [...this.waiting.values()].map((waiting) => waiting.takeBelow(bound));
    const series = taken.filter(({ length }) => length > 0);
    if (series.length > 0) yield* seriesToJoin(this.runName, series).pieces();
  }
}

class WaitingSeries {
  /** The least step that may still come. */
  nextStep: number;
  private readonly scalars = new ScalarBatch(64);

  constructor(
    private readonly tag: string,
    private readonly range: StepRange,
  ) {
    this.nextStep = range.first;
  }

  add(step: number, wallTime: number, value: number): void {
    if (step > this.range.last) return;
    this.scalars.append(0, step, wallTime, value, 0);
    this.nextStep = step < this.range.last ? step + 1 : Infinity;
  }

  takeBelow(bound: number): {
    tag: string;
    length: number;
    step: Float64Array;
    wallTime: Float64Array;
    value: Float64Array;
  } {
    const { step, wallTime, value } = this.scalars;
    let { length } = this.scalars;
    while (length > 0 && step[length - 1] >= bound) length--;
    const taken = {
      ...{ tag: this.tag, length, step: step.slice(0, length) },
      ...{ wallTime: wallTime.slice(0, length), value: value.slice(0, length) },
    };
    if (length > 0) {
      for (const column of [step, wallTime, value]) {
        column.copyWithin(0, length, this.scalars.length);
      }
    }
    this.scalars.length -= length;
    return taken;
  }
}

/** Takes what nobody asked for. */
const ignored = new WaitingSeries("", { first: Infinity, last: -Infinity });

import { enlarged, type RunBatch } from "../../events/index.js";
import type { ExportedRun } from "../layouts/exportedRun.js";
import { rowsOfSeries } from "../layouts/exportScalars.js";

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
    if (series.length > 0) yield* rowsOfSeries(this.runName, series);
  }
}

class WaitingSeries {
  private length = 0;
  private step = new Float64Array(64);
  private wallTime = new Float64Array(64);
  private value = new Float64Array(64);
  private lastStep: number | undefined;

  constructor(
    private readonly tag: string,
    private readonly range: StepRange,
  ) {}

  /** The least step that may still come. */
  get nextStep(): number {
    const { lastStep, range } = this;
    if (lastStep === undefined) return range.first;
    return lastStep < range.last ? lastStep + 1 : Infinity;
  }

  add(step: number, wallTime: number, value: number): void {
    if (step > this.range.last) return;
    const { length } = this;
    if (length === this.step.length) this.grow();
    this.step[length] = this.lastStep = step;
    this.wallTime[length] = wallTime;
    this.value[length] = value;
    this.length = length + 1;
  }

  takeBelow(bound: number): {
    tag: string;
    length: number;
    step: Float64Array;
    wallTime: Float64Array;
    value: Float64Array;
  } {
    const { step, wallTime, value } = this;
    let { length } = this;
    while (length > 0 && step[length - 1] >= bound) length--;
    const taken = {
      ...{ tag: this.tag, length, step: step.slice(0, length) },
      ...{ wallTime: wallTime.slice(0, length), value: value.slice(0, length) },
    };
    if (length > 0) {
      for (const column of [step, wallTime, value]) column.copyWithin(0, length, this.length);
    }
    this.length -= length;
    return taken;
  }

  private grow(): void {
    const { length } = this;
    this.step = enlarged(this.step, new Float64Array(2 * length));
    this.wallTime = enlarged(this.wallTime, new Float64Array(2 * length));
    this.value = enlarged(this.value, new Float64Array(2 * length));
  }
}

/** Takes what nobody asked for. */
const ignored = new WaitingSeries("", { first: Infinity, last: -Infinity });

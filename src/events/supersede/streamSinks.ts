import type { EventSink } from "../decode/eventSink.js";
import type { LogMark } from "../decode/logMark.js";
import type { Point } from "../decode/point.js";
import { ScalarBatch } from "../decode/scalarBatch.js";
import type { Tag } from "../decode/tag.js";
import type { HeldValues } from "./heldValues.js";
import { LatePoints } from "./latePoints.js";
import { LateScalars } from "./lateScalars.js";
import { scalarSeries, seriesOf, tagAndKindOf } from "./series.js";
import type { Superseded, SupersededReason } from "./superseded.js";
import type { SupersededPoints } from "./supersededPoints.js";

/** Notes what supersedes what, and holds the values until it is told not to. */
export class NotingSink implements EventSink {
  private holds = true;

  constructor(
    readonly superseded: SupersededPoints,
    readonly held: HeldValues,
  ) {}

  stopHolding(): void {
    this.held.clear();
    this.holds = false;
  }

  scalars(batch: ScalarBatch): void {
    const { tag, step, order, length } = batch;
    for (let i = 0; i < length; i++) {
      this.superseded.note(scalarSeries(tag[i]), step[i], order[i]);
    }
    if (this.holds) this.held.scalars.appendAll(batch);
  }

  point(point: Point): void {
    notePoint(this.superseded, point);
    if (this.holds) this.held.points.push(point);
  }

  mark(mark: LogMark): void {
    this.superseded.mark(mark);
  }
}

export function notePoint(superseded: SupersededPoints, point: Point): void {
  const { kind, tag, step, order } = point;
  const series = seriesOf(tag.index, kind);
  if (kind === "image" || kind === "audio") superseded.noteMedia(series, step, order);
  // Hyperparameters of several sessions may stand in one run, all at step 0.
  else if (kind !== "hparams") superseded.note(series, step, order);
}

interface Count {
  values: number;
  firstStep: number;
  lastStep: number;
}

/** Holds what is not superseded, each series by ascending steps where the rule sorts. */
export class FilteringSink implements EventSink {
  private readonly lateScalars = new Map<number, LateScalars>();
  private readonly latePoints = new Map<number, LatePoints>();
  private readonly counts = new Map<number, Map<SupersededReason, Count>>();

  constructor(
    private readonly superseded: SupersededPoints,
    readonly held: HeldValues,
  ) {}

  /** Takes all of `values` that is not superseded. */
  takeAll(values: HeldValues): void {
    this.scalars(values.scalars);
    for (const point of values.points) this.point(point);
    this.finish();
  }

  scalars(batch: ScalarBatch): void {
    const { superseded } = this;
    const { scalars } = this.held;
    if (!superseded.any) {
      scalars.appendAll(batch);
      return;
    }
    const { tag, step, wallTime, value, order, length } = batch;
    for (let i = 0; i < length; i++) {
      const series = scalarSeries(tag[i]);
      const reason = superseded.reasonOf(series, step[i], order[i]);
      if (reason !== undefined) {
        this.count(series, reason, step[i]);
        continue;
      }
      if (!superseded.isDisordered(series)) {
        scalars.append(tag[i], step[i], wallTime[i], value[i], order[i]);
        continue;
      }
      const late = this.lateScalarsOf(series);
      const nextStep = superseded.leastStepAfter(series, order[i]);
      // Mostly it need not wait at all.
      if (late.isEmpty && step[i] < nextStep) {
        scalars.append(tag[i], step[i], wallTime[i], value[i], order[i]);
        continue;
      }
      late.add(tag[i], step[i], wallTime[i], value[i], order[i]);
      late.moveBelow(nextStep, scalars);
    }
  }

  point(point: Point): void {
    const { kind, tag, step, order } = point;
    const { superseded } = this;
    const { points } = this.held;
    const series = seriesOf(tag.index, kind);
    if (kind === "hparams" || !superseded.any) {
      points.push(point);
      return;
    }
    const reason = superseded.reasonOf(series, step, order) ?? this.reasonOfMedia(order);
    if (reason !== undefined) this.count(series, reason, step);
    else if (!superseded.isDisordered(series)) points.push(point);
    else {
      const late = this.latePointsOf(series);
      late.add(point);
      late.moveBelow(superseded.leastStepAfter(series, order), points);
    }
  }

  mark(): void {
    // Known from the first reading.
  }

  /** Hands on what still waits for values that did not come, by step over all series. */
  finish(): void {
    const scalars = new ScalarBatch(16);
    for (const late of this.lateScalars.values()) late.moveBelow(Infinity, scalars);
    const { step, order, length } = scalars;
    const indices = Uint32Array.from({ length }, (_, i) => i);
    indices.sort((a, b) => step[a] - step[b] || order[a] - order[b]);
    for (const index of indices) this.held.scalars.appendOne(scalars, index);
    const points: Point[] = [];
    for (const late of this.latePoints.values()) late.moveBelow(Infinity, points);
    points.sort((a, b) => a.step - b.step || a.order - b.order);
    for (const point of points) this.held.points.push(point);
  }

  /** What was left out, by tag and reason. */
  summary(tagOf: (index: number) => Tag): Superseded[] {
    return [...this.counts].flatMap(([series, byReason]) => {
      const { index, kind } = tagAndKindOf(series);
      const { tag } = tagOf(index);
      const logged = this.superseded.logged(series);
      return [...byReason].map(([reason, count]) => ({ tag, kind, reason, ...count, logged }));
    });
  }

  private reasonOfMedia(order: number): SupersededReason | undefined {
    const byOrder = this.superseded.replacedBy(order);
    return byOrder === undefined ? undefined : this.superseded.reasonOfRepeat(order, byOrder);
  }

  private lateScalarsOf(series: number): LateScalars {
    let late = this.lateScalars.get(series);
    if (late === undefined) {
      late = new LateScalars(this.countRepeat(series));
      this.lateScalars.set(series, late);
    }
    return late;
  }

  private latePointsOf(series: number): LatePoints {
    let late = this.latePoints.get(series);
    if (late === undefined) {
      late = new LatePoints(this.countRepeat(series));
      this.latePoints.set(series, late);
    }
    return late;
  }

  private countRepeat(series: number) {
    return (step: number, order: number, byOrder: number): void =>
      this.count(series, this.superseded.reasonOfRepeat(order, byOrder), step);
  }

  private count(series: number, reason: SupersededReason, step: number): void {
    const byReason = this.counts.get(series) ?? new Map<SupersededReason, Count>();
    this.counts.set(series, byReason);
    const count = byReason.get(reason);
    if (count === undefined) byReason.set(reason, { values: 1, firstStep: step, lastStep: step });
    else {
      count.values++;
      count.firstStep = Math.min(count.firstStep, step);
      count.lastStep = Math.max(count.lastStep, step);
    }
  }
}

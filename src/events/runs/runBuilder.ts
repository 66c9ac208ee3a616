import type { EventSink } from "../decode/eventSink.js";
import type { LogMark } from "../decode/logMark.js";
import type { Point } from "../decode/point.js";
import type { ReadOptions } from "../decode/readOptions.js";
import type { ScalarBatch } from "../decode/scalarBatch.js";
import { supersedeRule } from "../supersede/rule.js";
import { bytesOfPoints, ScalarColumns } from "./scalarColumns.js";
import { settleValues, type SettledValues } from "./settleValues.js";

/** Gathers the values of a run by tag. */
export class RunBuilder implements EventSink {
  /** By index of the tag, superseded ones included. */
  private readonly scalarsByTag: (ScalarColumns | undefined)[] = [];
  private readonly pointsByTag: (Point[] | undefined)[] = [];
  private readonly marks: LogMark[] = [];
  /** How many points of each tag the batch holds. */
  private readonly counts: number[] = [];

  constructor(private readonly options: ReadOptions) {}

  scalars(batch: ScalarBatch, progress: number): void {
    const { tag, step, wallTime, value, order, length } = batch;
    this.reserve(batch, progress);
    for (let i = 0; i < length; i++) {
      this.scalarsByTag[tag[i]]!.append(step[i], wallTime[i], value[i], order[i]);
    }
  }

  private reserve({ tag, length }: ScalarBatch, progress: number): void {
    const { counts } = this;
    counts.fill(0);
    for (let i = 0; i < length; i++) {
      while (tag[i] >= counts.length) counts.push(0);
      counts[tag[i]]++;
    }
    if (progress >= 1 && this.scalarsByTag.length === 0) {
      this.reserveAtOnce();
      return;
    }
    for (let index = 0; index < counts.length; index++) {
      if (counts[index] === 0) continue;
      (this.scalarsByTag[index] ??= new ScalarColumns()).reserve(counts[index], progress);
    }
  }

  /** Of many small runs, as they mostly are, each takes its memory in one piece: that is much faster. */
  private reserveAtOnce(): void {
    const bytes = this.counts.reduce((sum, count) => sum + bytesOfPoints(count), 0);
    const memory = new ArrayBuffer(bytes);
    let at = 0;
    this.counts.forEach((count, index) => {
      if (count === 0) return;
      const columns = (this.scalarsByTag[index] = new ScalarColumns());
      columns.placeIn(memory, at, count);
      at += bytesOfPoints(count);
    });
  }

  point(point: Point): void {
    (this.pointsByTag[point.tag.index] ??= []).push(point);
  }

  mark(mark: LogMark): void {
    this.marks.push(mark);
  }

  /** What is left of the values by the rule of the options. */
  settled(): SettledValues {
    const { scalarsByTag, pointsByTag, marks } = this;
    return settleValues({ scalarsByTag, pointsByTag, marks }, supersedeRule(this.options));
  }
}

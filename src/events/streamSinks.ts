import type { EventSink } from "./eventSink.js";
import type { Point } from "./point.js";
import { ScalarBatch } from "./scalarBatch.js";
import type { SupersededPoints } from "./supersededPoints.js";

/** Runs with more scalars are not held in memory. */
const mostHeldScalars = 500_000;

/** Two series may have one tag: its scalars and its other values. */
function seriesOf(tagIndex: number, isScalar: boolean): number {
  return 2 * tagIndex + (isScalar ? 0 : 1);
}

/** Notes what supersedes what, and holds the values as long as they are few. */
export class NotingSink implements EventSink {
  held: { scalars: ScalarBatch; points: Point[] } | undefined = {
    scalars: new ScalarBatch(1024),
    points: [],
  };

  constructor(private readonly superseded: SupersededPoints) {}

  stopHolding(): void {
    this.held = undefined;
  }

  scalars(batch: ScalarBatch): void {
    const { tag, step, order, length } = batch;
    for (let i = 0; i < length; i++)
      this.superseded.note(seriesOf(tag[i], true), step[i], order[i]);
    this.held?.scalars.appendAll(batch);
    if (this.held !== undefined && this.held.scalars.length > mostHeldScalars) this.stopHolding();
  }

  point(point: Point): void {
    if (point.kind !== "hparams") {
      this.superseded.note(seriesOf(point.tag.index, false), point.step, point.order);
    }
    this.held?.points.push(point);
  }

  sessionStart(step: number, order: number): void {
    this.superseded.noteSession(step, order);
  }
}

/** Lets pass what is not superseded, up to a running number. */
export class FilteringSink implements EventSink {
  readonly batch = new ScalarBatch(8192);
  points: Point[] = [];

  constructor(
    private readonly superseded: SupersededPoints,
    private readonly endOrder: number,
  ) {}

  clear(): void {
    this.batch.length = 0;
    this.points = [];
  }

  scalars(batch: ScalarBatch): void {
    const { tag, step, wallTime, value, order, length } = batch;
    if (!this.superseded.any && length > 0 && order[length - 1] < this.endOrder) {
      this.batch.appendAll(batch);
      return;
    }
    for (let i = 0; i < length; i++) {
      if (order[i] >= this.endOrder) return;
      if (this.superseded.isSuperseded(seriesOf(tag[i], true), step[i], order[i])) continue;
      this.batch.append(tag[i], step[i], wallTime[i], value[i], order[i]);
    }
  }

  point(point: Point): void {
    if (point.order >= this.endOrder) return;
    const series = seriesOf(point.tag.index, false);
    if (point.kind !== "hparams" && this.superseded.isSuperseded(series, point.step, point.order)) {
      return;
    }
    this.points.push(point);
  }

  sessionStart(): void {
    // Known from the first reading.
  }
}

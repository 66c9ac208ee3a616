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

/** Values between reading and handing on. */
export class HeldValues {
  readonly scalars = new ScalarBatch(1024);
  points: Point[] = [];

  get isEmpty(): boolean {
    return this.scalars.length === 0 && this.points.length === 0;
  }

  clear(): void {
    this.scalars.length = 0;
    this.points = [];
  }

  /** These values without those that are superseded. */
  without(superseded: SupersededPoints): HeldValues {
    if (!superseded.any) return this;
    const filter = new FilteringSink(superseded);
    filter.scalars(this.scalars);
    for (const point of this.points) filter.point(point);
    return filter.held;
  }
}

/** Notes what supersedes what, and holds the values as long as they are few. */
export class NotingSink implements EventSink {
  held: HeldValues | undefined = new HeldValues();

  constructor(private readonly superseded: SupersededPoints) {}

  stopHolding(): void {
    this.held = undefined;
  }

  scalars(batch: ScalarBatch): void {
    const { tag, step, order, length } = batch;
    for (let i = 0; i < length; i++) {
      this.superseded.note(seriesOf(tag[i], true), step[i], order[i]);
    }
    this.held?.scalars.appendAll(batch);
    if (this.held !== undefined && this.held.scalars.length > mostHeldScalars) this.stopHolding();
  }

  point(point: Point): void {
    // Hyperparameters of several sessions may stand in one run, all at step 0.
    if (point.kind !== "hparams") {
      this.superseded.note(seriesOf(point.tag.index, false), point.step, point.order);
    }
    this.held?.points.push(point);
  }

  sessionStart(step: number, order: number): void {
    this.superseded.noteSession(step, order);
  }
}

/** Holds what is not superseded. */
export class FilteringSink implements EventSink {
  readonly held = new HeldValues();

  constructor(private readonly superseded: SupersededPoints) {}

  scalars(batch: ScalarBatch): void {
    const { scalars } = this.held;
    if (!this.superseded.any) {
      scalars.appendAll(batch);
      return;
    }
    const { tag, step, wallTime, value, order, length } = batch;
    for (let i = 0; i < length; i++) {
      if (this.superseded.isSuperseded(seriesOf(tag[i], true), step[i], order[i])) continue;
      scalars.append(tag[i], step[i], wallTime[i], value[i], order[i]);
    }
  }

  point(point: Point): void {
    const series = seriesOf(point.tag.index, false);
    const isKept =
      point.kind === "hparams" || !this.superseded.isSuperseded(series, point.step, point.order);
    if (isKept) this.held.points.push(point);
  }

  sessionStart(): void {
    // Known from the first reading.
  }
}

import type { EventSink } from "../decode/eventSink.js";
import type { HeldValues } from "./heldValues.js";
import type { Point } from "../decode/point.js";
import type { ScalarBatch } from "../decode/scalarBatch.js";
import type { SupersededPoints } from "./supersededPoints.js";

/** Two series may have one tag: its scalars and its other values. */
function seriesOf(tagIndex: number, isScalar: boolean): number {
  return 2 * tagIndex + (isScalar ? 0 : 1);
}

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
      this.superseded.note(seriesOf(tag[i], true), step[i], order[i]);
    }
    if (this.holds) this.held.scalars.appendAll(batch);
  }

  point(point: Point): void {
    // Hyperparameters of several sessions may stand in one run, all at step 0.
    if (point.kind !== "hparams") {
      this.superseded.note(seriesOf(point.tag.index, false), point.step, point.order);
    }
    if (this.holds) this.held.points.push(point);
  }

  sessionStart(step: number, order: number): void {
    this.superseded.noteSession(step, order);
  }
}

/** Holds what is not superseded. */
export class FilteringSink implements EventSink {
  constructor(
    private readonly superseded: SupersededPoints,
    readonly held: HeldValues,
  ) {}

  /** Takes all of `values` that is not superseded. */
  takeAll(values: HeldValues): void {
    this.scalars(values.scalars);
    for (const point of values.points) this.point(point);
  }

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

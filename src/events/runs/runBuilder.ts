import type { EventSink } from "../decode/eventSink.js";
import type { Point } from "../decode/point.js";
import type { ReadOptions } from "../decode/readOptions.js";
import type { ScalarBatch } from "../decode/scalarBatch.js";
import { ScalarColumns } from "./scalarColumns.js";

type Supersede = NonNullable<ReadOptions["supersede"]>;

/** Gathers the values of a run by tag, dropping those that later ones supersede. */
export class RunBuilder implements EventSink {
  /** By index of the tag. */
  readonly scalarsByTag: (ScalarColumns | undefined)[] = [];
  readonly pointsByTag: (Point[] | undefined)[] = [];
  /** How many points of each tag the batch holds. */
  private readonly counts: number[] = [];
  private readonly supersede: Supersede;

  constructor(options: ReadOptions) {
    this.supersede = options.supersede ?? "step";
  }

  scalars(batch: ScalarBatch, progress: number): void {
    const { tag, step, wallTime, value, order, length } = batch;
    this.reserve(batch, progress);
    const byStep = this.supersede === "step";
    for (let i = 0; i < length; i++) {
      const columns = this.scalarsByTag[tag[i]]!;
      if (byStep) columns.dropFrom(step[i]);
      columns.append(step[i], wallTime[i], value[i], order[i]);
    }
  }

  private reserve({ tag, length }: ScalarBatch, progress: number): void {
    const { counts } = this;
    counts.fill(0);
    for (let i = 0; i < length; i++) {
      while (tag[i] >= counts.length) counts.push(0);
      counts[tag[i]]++;
    }
    for (let index = 0; index < counts.length; index++) {
      if (counts[index] === 0) continue;
      (this.scalarsByTag[index] ??= new ScalarColumns()).reserve(counts[index], progress);
    }
  }

  point(point: Point): void {
    const points = (this.pointsByTag[point.tag.index] ??= []);
    // Hyperparameters of several sessions may stand in one run, all at step 0.
    if (this.supersede === "step" && point.kind !== "hparams") {
      while (points.length > 0 && points.at(-1)!.step >= point.step) points.pop();
    }
    points.push(point);
  }

  sessionStart(step: number): void {
    if (this.supersede !== "session") return;
    for (const columns of this.scalarsByTag) columns?.removeFrom(step);
    this.pointsByTag.forEach((points, index) => {
      this.pointsByTag[index] = points?.filter((point) => point.step < step);
    });
  }
}

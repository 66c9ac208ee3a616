import type { Loss } from "../files/loss.js";
import type {
  AudioPoint,
  GraphPoint,
  HistogramPoint,
  HParamsPoint,
  ImagePoint,
  Point,
  TensorPoint,
  TextPoint,
} from "../decode/point.js";
import type { RunBuilder } from "./runBuilder.js";
import type { Superseded } from "../supersede/superseded.js";
import type { Columns } from "./settleValues.js";
import type { Tag } from "../decode/tag.js";

/**
 * The scalars of one tag by ascending steps (as in the log where `supersede` is "session" or "none").
 * All arrays have `length` elements.
 */
export interface ScalarSeries {
  readonly tag: string;
  readonly length: number;
  readonly step: Float64Array;
  /** Seconds since 1970. */
  readonly wallTime: Float64Array;
  /** 32-bit floats widened exactly, doubles as they are. */
  readonly value: Float64Array;
  /** Running number of the value within the run, over all tags and kinds. */
  readonly order: Uint32Array;
}

/** Values of one tag that are not scalars, in the order in which scalars stand. */
export interface PointSeries<P extends Point> {
  readonly tag: string;
  readonly length: number;
  readonly step: Float64Array;
  /** Seconds since 1970. */
  readonly wallTime: Float64Array;
  /** Running number of the value within the run, over all tags and kinds. */
  readonly order: Uint32Array;
  readonly points: readonly P[];
}

/** Texts of one tag: `text` has one element per step; several strings of one step joined by newlines. */
export interface TextSeries extends PointSeries<TextPoint> {
  readonly text: readonly string[];
}

/** What was read of one run. */
export interface Run {
  /** Path relative to the log directory, with slashes. */
  readonly name: string;
  readonly directory: string;
  readonly files: readonly string[];
  /** All tags by name in order of first appearance, those not asked for included. */
  readonly tags: ReadonlyMap<string, Tag>;
  /** What was asked for, by tag in order of first appearance. */
  readonly scalars: ReadonlyMap<string, ScalarSeries>;
  readonly texts: ReadonlyMap<string, TextSeries>;
  readonly histograms: ReadonlyMap<string, PointSeries<HistogramPoint>>;
  readonly images: ReadonlyMap<string, PointSeries<ImagePoint>>;
  readonly audio: ReadonlyMap<string, PointSeries<AudioPoint>>;
  readonly tensors: ReadonlyMap<string, PointSeries<TensorPoint>>;
  readonly graphs: ReadonlyMap<string, PointSeries<GraphPoint>>;
  readonly hparams: readonly HParamsPoint[];
  readonly losses: readonly Loss[];
  /** What was left out because other values took its place. */
  readonly superseded: readonly Superseded[];
  readonly bytesRead: number;
  readonly records: number;
  /** How far each file was read, by its path. */
  readonly offsets: ReadonlyMap<string, number>;
}

/** What was read of a run, before it is put together. */
export interface RunParts {
  readonly tags: readonly Tag[];
  /** By tag in order of first appearance. */
  readonly scalars: ReadonlyMap<string, ScalarSeries>;
  /** By index of the tag. */
  readonly pointsByTag: readonly (readonly Point[] | undefined)[];
  readonly losses: readonly Loss[];
  readonly superseded: readonly Superseded[];
  readonly bytesRead: number;
  readonly records: number;
  readonly offsets: ReadonlyMap<string, number>;
}

/** What a run's files say beside its values. */
interface RunState extends Pick<RunParts, "tags" | "losses" | "bytesRead" | "records" | "offsets"> {
  readonly tagOf: (index: number) => Tag;
}

type RunPlace = Pick<Run, "name" | "directory" | "files">;

/** The run as far as it was read. */
export function runOf(run: RunPlace, state: RunState, builder: RunBuilder): Run {
  return runOfParts(run, partsOf(state, builder));
}

/** What was read of a run so far. */
export function partsOf(state: RunState, builder: RunBuilder): RunParts {
  const { tags, losses, bytesRead, records, offsets } = state;
  const settled = builder.settled();
  const scalars = new Map<string, ScalarSeries>();
  for (const { index, tag } of tags) {
    const columns = settled.scalarsByTag[index];
    if (columns !== undefined && columns.length > 0) scalars.set(tag, scalarSeries(tag, columns));
  }
  const { pointsByTag } = settled;
  const superseded = settled.superseded((index) => state.tagOf(index));
  return { tags, scalars, pointsByTag, losses, superseded, bytesRead, records, offsets };
}

/** Puts a run together. */
export function runOfParts({ name, directory, files }: RunPlace, parts: RunParts): Run {
  const { tags, scalars, pointsByTag, losses, superseded, bytesRead, records, offsets } = parts;
  return {
    name,
    directory,
    files,
    tags: new Map(tags.map((tag) => [tag.tag, tag])),
    scalars,
    ...seriesOf(pointsByTag, tags),
    losses,
    superseded,
    bytesRead,
    records,
    offsets,
  };
}

function seriesOf(
  values: RunParts["pointsByTag"],
  tags: readonly Tag[],
): Pick<Run, "texts" | "histograms" | "images" | "audio" | "tensors" | "graphs" | "hparams"> {
  const texts = pointSeries<TextPoint>(values, tags, "text");
  return {
    texts: new Map([...texts].map(([tag, series]) => [tag, withText(series)])),
    histograms: pointSeries<HistogramPoint>(values, tags, "histogram"),
    images: pointSeries<ImagePoint>(values, tags, "image"),
    audio: pointSeries<AudioPoint>(values, tags, "audio"),
    tensors: pointSeries<TensorPoint>(values, tags, "tensor"),
    graphs: pointSeries<GraphPoint>(values, tags, "graph"),
    hparams: [...pointSeries<HParamsPoint>(values, tags, "hparams").values()]
      .flatMap(({ points }) => points)
      .sort((a, b) => a.order - b.order),
  };
}

function scalarSeries(tag: string, columns: Columns): ScalarSeries {
  const { length, step, wallTime, value, order } = columns;
  return {
    tag,
    length,
    step: fitted(step, length),
    wallTime: fitted(wallTime, length),
    value: fitted(value, length),
    order: fitted(order, length),
  };
}

/** The first `length` elements; copied when that frees more than it costs. */
function fitted<T extends Float64Array | Uint32Array>(column: T, length: number): T {
  if (length === column.length) return column;
  const isNearlyFull = length > 0.8 * column.length;
  return (isNearlyFull ? column.subarray(0, length) : column.slice(0, length)) as T;
}

function pointSeries<P extends Point>(
  values: RunParts["pointsByTag"],
  tags: readonly Tag[],
  kind: P["kind"],
): Map<string, PointSeries<P>> {
  const byTag = new Map<string, PointSeries<P>>();
  for (const { index, tag } of tags) {
    const points = values[index]?.filter((point): point is P => point.kind === kind);
    if (points === undefined || points.length === 0) continue;
    byTag.set(tag, {
      tag,
      length: points.length,
      step: Float64Array.from(points, (point) => point.step),
      wallTime: Float64Array.from(points, (point) => point.wallTime),
      order: Uint32Array.from(points, (point) => point.order),
      points,
    });
  }
  return byTag;
}

function withText(series: PointSeries<TextPoint>): TextSeries {
  return { ...series, text: series.points.map(({ strings }) => strings.join("\n")) };
}

import type { HParamsData } from "./hparams.js";
import type { Tag } from "./tag.js";

interface PointBase {
  readonly tag: Tag;
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** Running number of the value within its run, over all tags and kinds. */
  readonly order: number;
}

/** A text, or a tensor of texts in row-major order. */
export interface TextPoint extends PointBase {
  readonly kind: "text";
  readonly strings: readonly string[];
  readonly shape: readonly number[];
}

export interface HistogramPoint extends PointBase {
  readonly kind: "histogram";
  /** Rows of left edge, right edge, count. */
  readonly buckets: Float64Array;
}

/** The pictures of one step; files as they were written (PNG mostly). */
export interface ImagePoint extends PointBase {
  readonly kind: "image";
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly contentType: string;
  readonly images: readonly Uint8Array[];
}

/** The clips of one step; files as they were written (WAV mostly). */
export interface AudioPoint extends PointBase {
  readonly kind: "audio";
  readonly contentType: string;
  readonly clips: readonly Uint8Array[];
}

export interface TensorPoint extends PointBase {
  readonly kind: "tensor";
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly strings: readonly Uint8Array[];
}

/** A serialised GraphDef, MetaGraphDef or RunMetadata. */
export interface GraphPoint extends PointBase {
  readonly kind: "graph";
  readonly graph: Uint8Array;
}

export interface HParamsPoint extends PointBase {
  readonly kind: "hparams";
  readonly data: HParamsData;
}

/** A value that is not a scalar. */
export type Point =
  TextPoint | HistogramPoint | ImagePoint | AudioPoint | TensorPoint | GraphPoint | HParamsPoint;

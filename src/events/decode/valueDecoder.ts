import {
  decodeAudioProto,
  decodeAudioTensor,
  decodeHistogramProto,
  decodeHistogramTensor,
  decodeImageProto,
  decodeImageTensor,
  decodeText,
} from "./decodePoint.js";
import { decodeScalarTensor, type Rounding } from "../wire/decodeScalarTensor.js";
import { valueField } from "../wire/fieldNumbers.js";
import { decodeHParams } from "./hparams.js";
import { decodeMetadata, type Metadata } from "../wire/metadata.js";
import type { Point } from "./point.js";
import type { ScalarBatch } from "./scalarBatch.js";
import { kindOfPlugin, type TagKind } from "./tag.js";
import { decodeTensor } from "../wire/tensor.js";
import type { TagEntry } from "./tagTable.js";
import type { WireCursor } from "../wire/wireCursor.js";

/** One value of a summary: where its parts stand. A part that is absent starts at -1. */
export interface ValueSpans {
  tagStart: number;
  tagEnd: number;
  /** Field number of the content; 0 when there is none. */
  content: number;
  simpleValue: number;
  contentStart: number;
  contentEnd: number;
  metadataStart: number;
  metadataEnd: number;
}

/** Finds the parts of the value that `cursor` walks over. The last content wins, as in any oneof. */
export function locateValue(cursor: WireCursor, into: ValueSpans): void {
  into.tagStart = into.tagEnd = cursor.position;
  into.content = 0;
  into.metadataStart = -1;
  while (cursor.nextField()) {
    switch (cursor.field) {
      case valueField.tag:
        cursor.expect(2);
        cursor.span();
        into.tagStart = cursor.spanStart;
        into.tagEnd = cursor.spanEnd;
        break;
      case valueField.simpleValue:
        cursor.expect(5);
        into.simpleValue = cursor.float32();
        into.content = cursor.field;
        break;
      case valueField.image:
      case valueField.histogram:
      case valueField.audio:
      case valueField.tensor:
        cursor.expect(2);
        cursor.span();
        into.content = cursor.field;
        into.contentStart = cursor.spanStart;
        into.contentEnd = cursor.spanEnd;
        break;
      case valueField.metadata:
        cursor.expect(2);
        cursor.span();
        into.metadataStart = cursor.spanStart;
        into.metadataEnd = cursor.spanEnd;
        break;
      default:
        cursor.skip();
    }
  }
}

const pluginOfContent: Partial<Record<number, string>> = {
  [valueField.simpleValue]: "scalars",
  [valueField.image]: "images",
  [valueField.histogram]: "histograms",
  [valueField.audio]: "audio",
};

/** Takes down what a tag's first value says about the tag. */
export function learnTag(tag: TagEntry, view: DataView, spans: ValueSpans): void {
  const metadata = metadataOf(view, spans);
  tag.plugin = metadata?.plugin || (pluginOfContent[spans.content] ?? "");
  tag.kind =
    pluginOfContent[spans.content] === undefined
      ? kindOfPlugin(tag.plugin, metadata?.dataClass ?? 0)
      : kindOfPlugin(pluginOfContent[spans.content]!, 0);
  tag.displayName = metadata?.displayName ?? "";
  tag.description = metadata?.description ?? "";
  tag.known = true;
}

/** The same for a tag whose first value is a plain number without metadata. */
export function learnScalarTag(tag: TagEntry): void {
  tag.plugin = "scalars";
  tag.kind = "scalar";
  tag.known = true;
}

function metadataOf(view: DataView, spans: ValueSpans): Metadata | undefined {
  if (spans.metadataStart < 0) return undefined;
  return decodeMetadata(copyOf(view, spans.metadataStart, spans.metadataEnd));
}

/** Step, time and order of the value being decoded. */
export interface Moment {
  readonly step: number;
  readonly wallTime: number;
  readonly order: number;
}

/**
 * Decodes a value if it is wanted, into the batch when it is a scalar, else onto `points`.
 *
 * @param rounding told of a scalar that a 64-bit float cannot hold
 * @throws {MalformedError} (or an error of protobufjs) when the content is not what its tag says
 */
export function decodeValue(
  tag: TagEntry,
  view: DataView,
  spans: ValueSpans,
  moment: Moment,
  batch: ScalarBatch,
  points: Point[],
  rounding: Rounding,
): void {
  const kind = kindOfContent(spans.content, tag.kind);
  if (kind === undefined || !tag.wants[kind]) return;
  const { step, wallTime, order } = moment;
  if (kind === "scalar") {
    const value =
      spans.content === valueField.simpleValue
        ? spans.simpleValue
        : decodeScalarTensor(view, spans.contentStart, spans.contentEnd, rounding);
    batch.append(tag.index, step, wallTime, value, order);
    return;
  }
  const base = { tag, step, wallTime, order };
  if (kind === "hparams") {
    const content = metadataOf(view, spans)?.content ?? new Uint8Array();
    points.push({ ...base, kind, data: decodeHParams(content) });
    return;
  }
  // Copied, because the reader's buffer is used again and decoded bytes are views of what was decoded.
  const content = copyOf(view, spans.contentStart, spans.contentEnd);
  const isTensor = spans.content === valueField.tensor;
  switch (kind) {
    case "text":
      points.push({ ...base, kind, ...decodeText(content) });
      break;
    case "histogram":
      points.push({
        ...base,
        kind,
        ...(isTensor ? decodeHistogramTensor(content) : decodeHistogramProto(content)),
      });
      break;
    case "image":
      points.push({
        ...base,
        kind,
        ...(isTensor ? decodeImageTensor(content) : decodeImageProto(content)),
      });
      break;
    case "audio":
      points.push({
        ...base,
        kind,
        ...(isTensor ? decodeAudioTensor(content) : decodeAudioProto(content)),
      });
      break;
    case "tensor":
      points.push({ ...base, kind, ...decodeTensor(content) });
      break;
    case "graph":
      points.push({ ...base, kind, graph: content });
      break;
  }
}

function kindOfContent(content: number, kindOfTag: TagKind): TagKind | undefined {
  if (content === valueField.tensor) return kindOfTag;
  if (content === 0) return kindOfTag === "hparams" ? kindOfTag : undefined;
  return kindOfPlugin(pluginOfContent[content]!, 0);
}

/** A copy of the bytes of `view` from `start` to `end`. */
export function copyOf(view: DataView, start: number, end: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice();
}

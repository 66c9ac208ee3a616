import { decodeUtf8 } from "../wire/decodeUtf8.js";
import { decodeMessage } from "../wire/messages.js";
import type { AudioPoint, HistogramPoint, ImagePoint, TextPoint } from "./point.js";
import { decodeTensor, type Tensor } from "../wire/tensor.js";
import { MalformedError } from "../wire/wireCursor.js";

type Content<P> = Omit<P, "kind" | "tag" | "step" | "wallTime" | "order">;

/** A text summary: a string tensor of any shape. */
export function decodeText(bytes: Uint8Array): Content<TextPoint> {
  const { strings, shape } = requireStrings(decodeTensor(bytes));
  return { strings: strings.map(decodeUtf8), shape };
}

/** A histogram tensor of shape [buckets, 3]. */
export function decodeHistogramTensor(bytes: Uint8Array): Content<HistogramPoint> {
  const { shape, values } = decodeTensor(bytes, true);
  if (shape.length !== 2 || (shape[1] !== 3 && values.length > 0)) {
    throw new MalformedError(`a histogram of shape [${shape.join(", ")}]`);
  }
  return { buckets: values };
}

interface HistogramMessage {
  min: number;
  max: number;
  bucketLimit: number[];
  bucket: number[];
}

/**
 * A HistogramProto: right edges and counts. Empty buckets at both ends are dropped (they reach to the
 * largest double), the outermost edges are then the smallest and the largest value.
 */
export function decodeHistogramProto(bytes: Uint8Array): Content<HistogramPoint> {
  const message = decodeMessage<HistogramMessage>("HistogramProto", bytes);
  const { min, max, bucketLimit, bucket } = message;
  if (bucketLimit.length !== bucket.length) {
    throw new MalformedError(`a histogram of ${bucketLimit.length} edges, ${bucket.length} counts`);
  }
  const first = bucket.findIndex((count) => count > 0);
  if (first < 0) return { buckets: new Float64Array() };
  const last = bucket.findLastIndex((count) => count > 0);
  const buckets = new Float64Array(3 * (last - first + 1));
  for (let i = first, row = 0; i <= last; i++, row += 3) {
    buckets[row] = i === first ? min : bucketLimit[i - 1];
    buckets[row + 1] = i === last ? max : bucketLimit[i];
    buckets[row + 2] = bucket[i];
  }
  return { buckets };
}

/** An image tensor: width, height, then the pictures. */
export function decodeImageTensor(bytes: Uint8Array): Content<ImagePoint> {
  const [width, height, ...images] = requireStrings(decodeTensor(bytes)).strings;
  if (width === undefined || height === undefined)
    throw new MalformedError("an image without a size");
  return {
    width: Number(decodeUtf8(width)),
    height: Number(decodeUtf8(height)),
    contentType: contentTypeOf(images[0]),
    images,
  };
}

interface ImageMessage {
  width: number;
  height: number;
  encodedImageString: Uint8Array;
}

export function decodeImageProto(bytes: Uint8Array): Content<ImagePoint> {
  const { width, height, encodedImageString } = decodeMessage<ImageMessage>("Image", bytes);
  return {
    width,
    height,
    contentType: contentTypeOf(encodedImageString),
    images: [encodedImageString],
  };
}

/** An audio tensor: clips, or rows of clip and label. */
export function decodeAudioTensor(bytes: Uint8Array): Content<AudioPoint> {
  const { strings, shape } = requireStrings(decodeTensor(bytes));
  const columns = shape.length === 2 ? shape[1] : 1;
  const clips = strings.filter((_, index) => index % columns === 0);
  return { clips, contentType: contentTypeOf(clips[0]) };
}

interface AudioMessage {
  encodedAudioString: Uint8Array;
  contentType: string;
}

export function decodeAudioProto(bytes: Uint8Array): Content<AudioPoint> {
  const { encodedAudioString, contentType } = decodeMessage<AudioMessage>("Audio", bytes);
  return {
    clips: [encodedAudioString],
    contentType: contentType === "" ? contentTypeOf(encodedAudioString) : contentType,
  };
}

function requireStrings(tensor: Tensor): Tensor {
  if (tensor.dtype !== "string") throw new MalformedError(`${tensor.dtype} where text belongs`);
  return tensor;
}

const signatures: readonly (readonly [contentType: string, start: string])[] = [
  ["image/png", "\x89PNG"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF8"],
  ["image/webp", "RIFF....WEBP"],
  ["image/bmp", "BM"],
  ["audio/wav", "RIFF....WAVE"],
];

/** Media type by a file's first bytes; "." in a signature stands for any byte. */
function contentTypeOf(bytes: Uint8Array | undefined): string {
  const start = Buffer.from(bytes?.subarray(0, 12) ?? []).toString("latin1");
  const found = signatures.find(([, signature]) =>
    [...signature].every((character, index) => character === "." || character === start[index]),
  );
  return found?.[0] ?? "application/octet-stream";
}

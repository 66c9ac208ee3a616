import type { Point } from "./point.js";

const bytesOfAnyPoint = 200;

/** About how much memory a decoded value takes, in bytes. */
export function decodedBytes(point: Point): number {
  return bytesOfAnyPoint + bytesOfContent(point);
}

function bytesOfContent(point: Point): number {
  switch (point.kind) {
    case "text":
      return point.strings.reduce((sum, text) => sum + 2 * text.length, 0);
    case "histogram":
      return point.buckets.byteLength;
    case "image":
      return lengthsOf(point.images);
    case "audio":
      return lengthsOf(point.clips);
    case "tensor":
      return point.values.byteLength + lengthsOf(point.strings);
    case "graph":
      return point.graph.byteLength;
    case "hparams":
      return 0;
  }
}

function lengthsOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

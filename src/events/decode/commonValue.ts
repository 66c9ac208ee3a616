/** Where a value's content ends that is a simple value or a small tensor; `end` for all else. */
export function endOfContent(view: DataView, start: number, end: number): number {
  if (end - start < 5) return end;
  const key = view.getUint8(start);
  const length = key === 0x15 ? 5 : key === 0x42 ? 2 + view.getUint8(start + 1) : end - start;
  return Math.min(start + length, end);
}

/** Whether all that stands from `start` to `end` is a value's metadata, as TensorFlow 2 repeats it each time. */
export function isMetadata(view: DataView, start: number, end: number): boolean {
  if (end - start < 2 || view.getUint8(start) !== 0x4a) return false;
  const length = view.getUint8(start + 1);
  if (length < 128) return start + 2 + length === end;
  if (end - start < 3) return false;
  const high = view.getUint8(start + 2);
  return high < 128 && start + 3 + length + (high - 1) * 128 === end;
}

/**
 * Where the 32-bit float stands that is all of a value from `start` to `end`: a simple value (5 bytes),
 * or a tensor of type float, of empty shape, with one float value, unpacked (11 bytes), packed, or as
 * content (12 bytes); -1 for all else.
 */
export function positionOfFloat(view: DataView, start: number, end: number): number {
  const length = end - start;
  if (length === 5) return view.getUint8(start) === 0x15 ? start + 1 : -1;
  if (length !== 11 && length !== 12) return -1;
  const isFloatTensor =
    view.getUint16(start) === 0x4200 + length - 2 && view.getUint32(start + 2) === 0x08011200;
  if (!isFloatTensor) return -1;
  if (length === 11) return view.getUint8(start + 6) === 0x2d ? start + 7 : -1;
  const key = view.getUint16(start + 6);
  return key === 0x2204 || key === 0x2a04 ? start + 8 : -1;
}

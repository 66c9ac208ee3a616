import { headerBytes, footerBytes, writeFrame } from "../wire/frameRecord.js";

/** Most bytes that a varint of a 64-bit number takes. */
const longestVarint = 10;

/** Protobuf keys of the fields that a scalar's event consists of: field number and wire type. */
const key = {
  wallTime: 0x09,
  step: 0x10,
  summary: 0x2a,
  value: 0x0a,
  tag: 0x0a,
  simpleValue: 0x15,
};

/** Most bytes that {@link encodeScalar} writes for a tag of this many bytes. */
export function scalarRecordBytes(tagBytes: number): number {
  return headerBytes + 9 + 1 + longestVarint + 3 * (1 + 5) + tagBytes + 5 + footerBytes;
}

/**
 * Writes the record of an event that holds one scalar as `simple_value`, field by field as protobuf's
 * own encoder would: the hot path of logging.
 *
 * @param view the buffer, with at least {@link scalarRecordBytes} free behind `start`
 * @param tag the tag in UTF-8
 * @param step a whole number
 * @returns the position after the record
 */
export function encodeScalar(
  view: DataView,
  start: number,
  tag: Uint8Array,
  value: number,
  step: number,
  wallTimeSeconds: number,
): number {
  let position = start + headerBytes;
  const payloadStart = position;
  const putVarint = (number: number): void => {
    while (number >= 0x80) {
      view.setUint8(position++, (number % 0x80) | 0x80);
      number = Math.floor(number / 0x80);
    }
    view.setUint8(position++, number);
  };
  view.setUint8(position, key.wallTime);
  view.setFloat64(position + 1, wallTimeSeconds, true);
  position += 9;
  if (step !== 0) {
    view.setUint8(position++, key.step);
    if (step > 0) putVarint(step);
    else position = putNegativeVarint(view, position, step);
  }
  const tagFieldBytes = 1 + varintBytes(tag.length) + tag.length;
  const valueBytes = tagFieldBytes + 5;
  view.setUint8(position++, key.summary);
  putVarint(1 + varintBytes(valueBytes) + valueBytes);
  view.setUint8(position++, key.value);
  putVarint(valueBytes);
  view.setUint8(position++, key.tag);
  putVarint(tag.length);
  new Uint8Array(view.buffer, view.byteOffset).set(tag, position);
  position += tag.length;
  view.setUint8(position, key.simpleValue);
  view.setFloat32(position + 1, value, true);
  position += 5;
  return writeFrame(view, start, position - payloadStart);
}

function varintBytes(number: number): number {
  let bytes = 1;
  for (; number >= 0x80; number = Math.floor(number / 0x80)) bytes++;
  return bytes;
}

/** Negative numbers are written in two's complement of 64 bits: ten bytes. */
function putNegativeVarint(view: DataView, position: number, number: number): number {
  let rest = BigInt.asUintN(64, BigInt(number));
  for (; rest >= 0x80n; rest >>= 7n) view.setUint8(position++, Number(rest & 0x7fn) | 0x80);
  view.setUint8(position++, Number(rest));
  return position;
}

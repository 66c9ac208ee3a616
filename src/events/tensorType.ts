/** Reads element `index` of packed little-endian `content`. */
export type ReadElement = (content: DataView, index: number) => number;

/** A numeric type of tensors: where its values stand and how wide they are. */
export interface TensorType {
  readonly name: string;
  readonly bytes: number;
  readonly read: ReadElement;
  /** Number of the TensorProto field that holds its values when `tensor_content` does not. */
  readonly valueField: number;
  /** The values of that field are bit patterns of 16-bit floats. */
  readonly fromBits?: (bits: number) => number;
}

/** IEEE 754 binary16 from its bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16 (the upper half of a binary32) from its bits. */
export function bfloat16ToNumber(bits: number): number {
  scratch.setUint16(2, bits, true);
  return scratch.getFloat32(0, true);
}

const intField = 7;
const int8: TensorType = {
  name: "int8",
  bytes: 1,
  read: (content, index) => content.getInt8(index),
  valueField: intField,
};
const uint8: TensorType = {
  name: "uint8",
  bytes: 1,
  read: (content, index) => content.getUint8(index),
  valueField: intField,
};
const int16: TensorType = {
  name: "int16",
  bytes: 2,
  read: (content, index) => content.getInt16(2 * index, true),
  valueField: intField,
};
const uint16: TensorType = {
  name: "uint16",
  bytes: 2,
  read: (content, index) => content.getUint16(2 * index, true),
  valueField: intField,
};
const int32: TensorType = {
  name: "int32",
  bytes: 4,
  read: (content, index) => content.getInt32(4 * index, true),
  valueField: intField,
};

/** Numeric types by the number of TensorFlow's DataType. */
export const tensorTypes: ReadonlyMap<number, TensorType> = new Map([
  [
    1,
    {
      name: "float32",
      bytes: 4,
      read: (content, index) => content.getFloat32(4 * index, true),
      valueField: 5,
    },
  ],
  [
    2,
    {
      name: "float64",
      bytes: 8,
      read: (content, index) => content.getFloat64(8 * index, true),
      valueField: 6,
    },
  ],
  [3, int32],
  [4, uint8],
  [5, int16],
  [6, int8],
  [
    9,
    {
      name: "int64",
      bytes: 8,
      read: (content, index) => Number(content.getBigInt64(8 * index, true)),
      valueField: 10,
    },
  ],
  [10, { ...uint8, name: "bool", valueField: 11 }],
  [11, { ...int8, name: "qint8" }],
  [12, { ...uint8, name: "quint8" }],
  [13, { ...int32, name: "qint32" }],
  [
    14,
    {
      name: "bfloat16",
      bytes: 2,
      read: (content, index) => bfloat16ToNumber(content.getUint16(2 * index, true)),
      valueField: 13,
      fromBits: bfloat16ToNumber,
    },
  ],
  [15, { ...int16, name: "qint16" }],
  [16, { ...uint16, name: "quint16" }],
  [17, uint16],
  [
    19,
    {
      name: "float16",
      bytes: 2,
      read: (content, index) => halfToNumber(content.getUint16(2 * index, true)),
      valueField: 13,
      fromBits: halfToNumber,
    },
  ],
  [
    22,
    {
      name: "uint32",
      bytes: 4,
      read: (content, index) => content.getUint32(4 * index, true),
      valueField: 16,
    },
  ],
  [
    23,
    {
      name: "uint64",
      bytes: 8,
      read: (content, index) => Number(content.getBigUint64(8 * index, true)),
      valueField: 17,
    },
  ],
] as [number, TensorType][]);

/** Number of TensorFlow's DataType for strings. */
export const stringType = 7;

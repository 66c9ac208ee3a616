/** Reads the little-endian element at `offset` bytes. */
export type ReadElement = (view: DataView, offset: number) => number;

/** A numeric type of tensors: where its values stand and how wide they are. */
export interface TensorType {
  readonly name: string;
  readonly bytes: number;
  readonly read: ReadElement;
  /** The same as a whole number of 64 bits, of which a 64-bit float may hold only the first digits. */
  readonly readExactly?: (view: DataView, offset: number) => bigint;
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
  read: (view, offset) => view.getInt8(offset),
  valueField: intField,
};
const uint8: TensorType = {
  name: "uint8",
  bytes: 1,
  read: (view, offset) => view.getUint8(offset),
  valueField: intField,
};
const int16: TensorType = {
  name: "int16",
  bytes: 2,
  read: (view, offset) => view.getInt16(offset, true),
  valueField: intField,
};
const uint16: TensorType = {
  name: "uint16",
  bytes: 2,
  read: (view, offset) => view.getUint16(offset, true),
  valueField: intField,
};
const int32: TensorType = {
  name: "int32",
  bytes: 4,
  read: (view, offset) => view.getInt32(offset, true),
  valueField: intField,
};

/** Numeric types by the number of TensorFlow's DataType. */
export const tensorTypes: ReadonlyMap<number, TensorType> = new Map([
  [
    1,
    {
      name: "float32",
      bytes: 4,
      read: (view, offset) => view.getFloat32(offset, true),
      valueField: 5,
    },
  ],
  [
    2,
    {
      name: "float64",
      bytes: 8,
      read: (view, offset) => view.getFloat64(offset, true),
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
      read: (view, offset) => Number(view.getBigInt64(offset, true)),
      readExactly: (view, offset) => view.getBigInt64(offset, true),
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
      read: (view, offset) => bfloat16ToNumber(view.getUint16(offset, true)),
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
      read: (view, offset) => halfToNumber(view.getUint16(offset, true)),
      valueField: 13,
      fromBits: halfToNumber,
    },
  ],
  [
    22,
    {
      name: "uint32",
      bytes: 4,
      read: (view, offset) => view.getUint32(offset, true),
      valueField: 16,
    },
  ],
  [
    23,
    {
      name: "uint64",
      bytes: 8,
      read: (view, offset) => Number(view.getBigUint64(offset, true)),
      readExactly: (view, offset) => view.getBigUint64(offset, true),
      valueField: 17,
    },
  ],
] as [number, TensorType][]);

/** Number of TensorFlow's DataType for strings. */
export const stringType = 7;

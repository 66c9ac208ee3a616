import { decodeMessage } from "./messages.js";
import { stringType, tensorTypes, type TensorType } from "./tensorType.js";
import { MalformedError, WireCursor } from "./wireCursor.js";

/** A decoded tensor: `values` of numeric ones, `strings` of string ones, in row-major order. */
export interface Tensor {
  /** "float32", "int64", ..., "string". */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly strings: readonly Uint8Array[];
}

interface TensorMessage {
  dtype: number;
  tensorShape: { dim: { size: number }[]; unknownRank: boolean } | null;
  tensorContent: Uint8Array;
  floatVal: number[];
  doubleVal: number[];
  intVal: number[];
  stringVal: Uint8Array[];
  int64Val: number[];
  boolVal: boolean[];
  halfVal: number[];
  uint32Val: number[];
  uint64Val: number[];
}

/** A shape may promise more elements than are written (the last one repeats): up to this many. */
const mostRepeated = 1 << 20;
/** What a tensor's elements may take when they are decoded, 8 bytes each. */
const mostDecodedBytes = 2 ** 27;

/**
 * Decodes a TensorProto. `bytes` must not change afterwards: strings are views of it.
 *
 * @param isComplete all values must be there: none is left out because it is a repetition
 * @throws {MalformedError} when values and shape disagree, the type is not numeric or string, or the
 * decoded tensor would be too large
 */
export function decodeTensor(bytes: Uint8Array, isComplete = false): Tensor {
  refuseMoreThanShaped(bytes);
  const message = decodeMessage<TensorMessage>("TensorProto", bytes);
  const shape = message.tensorShape?.dim.map(({ size }) => size) ?? [];
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (message.dtype === stringType) {
    const strings = message.stringVal;
    if (strings.length !== size && !(strings.length === 0 && size === 1)) {
      throw new MalformedError(`a tensor of ${size} strings that holds ${strings.length}`);
    }
    return { dtype: "string", shape, values: new Float64Array(), strings };
  }
  const type = tensorTypes.get(message.dtype);
  if (type === undefined) throw new MalformedError(`a tensor of type ${message.dtype}`);
  const content = message.tensorContent;
  if (isComplete && content.length === 0 && valuesOf(type, message).length !== size) {
    throw new MalformedError(`a tensor of ${size} elements of which not all are there`);
  }
  const values =
    content.length > 0 ? fromContent(type, content, size) : fromValues(type, message, size);
  return { dtype: type.name, shape, values, strings: [] };
}

/**
 * Looks at the shape before anything is decoded: a few bytes of a hostile file could otherwise become any
 * number of elements.
 */
function refuseMoreThanShaped(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cursor = new WireCursor(view, 0, bytes.length);
  let size = 1;
  let written = 0;
  while (cursor.nextField()) {
    const { field, wireType } = cursor;
    cursor.skip();
    if (field === 2 && wireType === 2) size = sizeOfShape(view, cursor.spanStart, cursor.spanEnd);
    else if (field >= 5 && wireType === 2) {
      written += elementsIn(field, bytes.subarray(cursor.spanStart, cursor.spanEnd));
    } else if (field >= 5 && field <= 17) written++;
  }
  if (!(8 * size <= mostDecodedBytes)) {
    throw new MalformedError(`a tensor of ${size} elements, which is more than can be held`);
  }
  if (written > size) {
    throw new MalformedError(`a tensor of ${size} elements that holds ${written}`);
  }
}

function sizeOfShape(view: DataView, start: number, end: number): number {
  const shape = new WireCursor(view, start, end);
  let size = 1;
  while (shape.nextField()) {
    shape.skip();
    if (shape.field !== 2 || shape.wireType !== 2) continue;
    const dimension = new WireCursor(view, shape.spanStart, shape.spanEnd);
    let length = 0;
    while (dimension.nextField()) {
      if (dimension.field === 1 && dimension.wireType === 0) length = dimension.signed64();
      else dimension.skip();
    }
    size *= length;
  }
  return size;
}

/** How many elements a length-delimited field of values holds: a text, or numbers that are packed. */
function elementsIn(field: number, packed: Uint8Array): number {
  switch (field) {
    case 5:
      return packed.length / 4;
    case 6:
      return packed.length / 8;
    case 7:
    case 10:
    case 11:
    case 13:
    case 16:
    case 17:
      return packed.reduce((count, byte) => (byte < 128 ? count + 1 : count), 0);
    default:
      return field === 8 ? 1 : 0;
  }
}

function fromContent(type: TensorType, content: Uint8Array, size: number): Float64Array {
  if (content.length !== size * type.bytes) {
    throw new MalformedError(`a tensor of ${size} ${type.name} in ${content.length} bytes`);
  }
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return Float64Array.from({ length: size }, (_, index) => type.read(view, index * type.bytes));
}

function fromValues(type: TensorType, message: TensorMessage, size: number): Float64Array {
  const raw = valuesOf(type, message);
  if (raw.length > size || (raw.length < size && size > mostRepeated) || !(size >= 0)) {
    throw new MalformedError(`a tensor of ${size} elements that holds ${raw.length}`);
  }
  const values = new Float64Array(size);
  for (let i = 0; i < raw.length; i++) values[i] = Number(raw[i]);
  // TensorProto leaves out repetitions of the last value.
  if (raw.length > 0) values.fill(values[raw.length - 1], raw.length);
  return values;
}

function valuesOf(type: TensorType, message: TensorMessage): ArrayLike<number | boolean> {
  if (type.fromBits !== undefined) return message.halfVal.map(type.fromBits);
  switch (type.valueField) {
    case 5:
      return message.floatVal;
    case 6:
      return message.doubleVal;
    case 10:
      return message.int64Val;
    case 11:
      return message.boolVal;
    case 16:
      return message.uint32Val;
    case 17:
      return message.uint64Val;
    default:
      return message.intVal;
  }
}

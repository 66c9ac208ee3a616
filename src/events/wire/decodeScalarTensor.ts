import { tensorTypes, type TensorType } from "./tensorType.js";
import { MalformedError, WireCursor } from "./wireCursor.js";

const dtypeField = 1;
const shapeField = 2;
const contentField = 4;
const floatField = 5;
const doubleField = 6;
const uint64Field = 17;

/** Told of a whole number that a 64-bit float cannot hold. */
export interface Rounding {
  isRounded: boolean;
}

const cursor = new WireCursor(new DataView(new ArrayBuffer(0)), 0, 0);
const inner = new WireCursor(cursor.view, 0, 0);

/**
 * The number in a TensorProto with one element, without decoding the message: this runs once per event
 * of TensorFlow 2 and Keras logs.
 *
 * @param rounding `isRounded` becomes true when the number is another one than was logged
 * @throws {MalformedError} when the bytes are no tensor, or one that is not a single number
 */
export function decodeScalarTensor(
  view: DataView,
  start: number,
  end: number,
  rounding?: Rounding,
): number {
  let dtype = 0;
  let contentStart = -1;
  let contentEnd = -1;
  let valueField = 0;
  let value = 0;
  let count = 0;
  cursor.aim(view, start, end);
  while (cursor.nextField()) {
    switch (cursor.field) {
      case dtypeField:
        cursor.expect(0);
        dtype = cursor.unsigned();
        break;
      case shapeField:
        cursor.expect(2);
        cursor.span();
        requireSingleElement(view, cursor.spanStart, cursor.spanEnd);
        break;
      case contentField:
        cursor.expect(2);
        cursor.span();
        contentStart = cursor.spanStart;
        contentEnd = cursor.spanEnd;
        break;
      default:
        if (!isValueField(cursor.field)) cursor.skip();
        else {
          valueField = cursor.field;
          value = readValue(view, valueField, value, rounding);
          const isEmpty = cursor.wireType === 2 && cursor.spanStart === cursor.spanEnd;
          if (!isEmpty && ++count > 1) throw new MalformedError("a scalar of several numbers");
        }
    }
  }
  const type = tensorTypes.get(dtype);
  if (type === undefined) throw new MalformedError(`a scalar of tensor type ${dtype}`);
  if (contentEnd > contentStart) {
    return readContent(type, view, contentStart, contentEnd, rounding);
  }
  if (valueField !== 0 && valueField !== type.valueField) {
    throw new MalformedError(`a ${type.name} tensor without ${type.name} values`);
  }
  return type.fromBits === undefined ? value : type.fromBits(value & 0xffff);
}

function isValueField(field: number): boolean {
  return field >= floatField && field <= uint64Field && field !== 8 && field !== 9 && field !== 12;
}

function readContent(
  type: TensorType,
  view: DataView,
  start: number,
  end: number,
  rounding?: Rounding,
): number {
  if (end - start !== type.bytes) throw new MalformedError(`a scalar of ${end - start} bytes`);
  const value = type.read(view, start);
  const exact = type.readExactly?.(view, start);
  if (rounding && exact !== undefined && BigInt(value) !== exact) rounding.isRounded = true;
  return value;
}

/** One value, packed or not; an empty packed field leaves `previous`. */
function readValue(view: DataView, field: number, previous: number, rounding?: Rounding): number {
  if (cursor.wireType !== 2) return readElement(cursor, field, cursor.wireType, rounding);
  cursor.span();
  if (cursor.spanStart === cursor.spanEnd) return previous;
  inner.aim(view, cursor.spanStart, cursor.spanEnd);
  const wireType = field === floatField ? 5 : field === doubleField ? 1 : 0;
  const value = readElement(inner, field, wireType, rounding);
  if (inner.position !== inner.end) throw new MalformedError("a scalar of several numbers");
  return value;
}

function readElement(
  from: WireCursor,
  field: number,
  wireType: number,
  rounding?: Rounding,
): number {
  if (field === floatField && wireType === 5) return from.float32();
  if (field === doubleField && wireType === 1) return from.float64();
  if (field > doubleField && wireType === 0) {
    const value = field >= 16 ? from.unsigned64() : from.signed64();
    if (rounding && from.wasRounded) rounding.isRounded = true;
    return value;
  }
  throw new MalformedError(`tensor field ${field} has wire type ${wireType}`);
}

function requireSingleElement(view: DataView, start: number, end: number): void {
  const shape = new WireCursor(view, start, end);
  while (shape.nextField()) {
    if (shape.field !== 2) {
      shape.skip();
      continue;
    }
    shape.expect(2);
    shape.span();
    const dimension = new WireCursor(view, shape.spanStart, shape.spanEnd);
    let size = 0;
    while (dimension.nextField()) {
      if (dimension.field === 1 && dimension.wireType === 0) size = dimension.signed64();
      else dimension.skip();
    }
    if (size !== 1) throw new MalformedError("a scalar with more or less than one element");
  }
}

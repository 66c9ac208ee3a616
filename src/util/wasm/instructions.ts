import { type Code, float32Bytes, float64Bytes, signed, unsigned } from "./code.js";

/**
 * The WebAssembly instructions that are used here, by their names in the specification.
 * Every function takes the code of its operands.
 */

type Unary = (operand: Code) => Code;
type Binary = (left: Code, right: Code) => Code;

const plain1 =
  (opcode: number): Unary =>
  (operand) => [operand, opcode];
const plain2 =
  (opcode: number): Binary =>
  (left, right) => [left, right, opcode];
const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
const simd1 =
  (opcode: number): Unary =>
  (operand) => [operand, simd(opcode)];
const simd2 =
  (opcode: number): Binary =>
  (left, right) => [left, right, simd(opcode)];

/** Loads and stores name their natural alignment as a power of two. */
const load =
  (opcode: Code, alignment: number) =>
  (address: Code, offset = 0): Code => [address, opcode, alignment, unsigned(offset)];
const store =
  (opcode: Code, alignment: number) =>
  (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    opcode,
    alignment,
    unsigned(offset),
  ];

export const i32 = {
  const: (value: number): Code => [0x41, signed(value)],
  load: load([0x28], 2),
  load8U: load([0x2d], 0),
  store: store([0x36], 2),
  eqz: plain1(0x45),
  eq: plain2(0x46),
  ne: plain2(0x47),
  ltU: plain2(0x49),
  gtU: plain2(0x4b),
  geU: plain2(0x4f),
  add: plain2(0x6a),
  sub: plain2(0x6b),
  mul: plain2(0x6c),
  divU: plain2(0x6e),
  and: plain2(0x71),
  or: plain2(0x72),
  xor: plain2(0x73),
  shl: plain2(0x74),
  shrU: plain2(0x76),
  rotr: plain2(0x78),
} as const;

export const f32 = {
  const: (value: number): Code => [0x43, float32Bytes(value)],
  load: load([0x2a], 2),
  store: store([0x38], 2),
  lt: plain2(0x5d),
  ge: plain2(0x60),
  sqrt: plain1(0x91),
  add: plain2(0x92),
  mul: plain2(0x94),
  div: plain2(0x95),
  demoteF64: plain1(0xb6),
} as const;

export const f64 = {
  const: (value: number): Code => [0x44, float64Bytes(value)],
  load: load([0x2b], 3),
  store: store([0x39], 3),
  eq: plain2(0x61),
  ne: plain2(0x62),
  gt: plain2(0x64),
  le: plain2(0x65),
  abs: plain1(0x99),
  sqrt: plain1(0x9f),
  add: plain2(0xa0),
  sub: plain2(0xa1),
  mul: plain2(0xa2),
  div: plain2(0xa3),
  convertI32U: plain1(0xb8),
  promoteF32: plain1(0xbb),
} as const;

export const v128 = {
  load: load(simd(0x00), 4),
  load32Splat: load(simd(0x09), 2),
  load64Zero: load(simd(0x5d), 3),
  store: store(simd(0x0b), 4),
  /** Sixteen bytes, lowest first. */
  const: (bytes: Code): Code => [0xfd, 0x0c, bytes],
  not: simd1(0x4d),
  and: simd2(0x4e),
  /** left and not right. */
  andnot: simd2(0x4f),
  or: simd2(0x50),
  xor: simd2(0x51),
  /** Bits of `whenSet` where the mask is set, of `whenClear` elsewhere. */
  bitselect: (whenSet: Code, whenClear: Code, mask: Code): Code => [
    whenSet,
    whenClear,
    mask,
    simd(0x52),
  ],
  anyTrue: simd1(0x53),
} as const;

const shuffleBytes = simd(0x0d);

/** Picks four 32-bit lanes out of the eight of two vectors. */
export function shuffle32(left: Code, right: Code, lanes: readonly number[]): Code {
  const bytes: number[] = [];
  for (const lane of lanes) bytes.push(4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3);
  return [left, right, shuffleBytes, bytes];
}

/** Interleaves the lower or upper halves of two vectors, by numbers of 32 or of 64 bits. */
export const unpack = {
  low32: (left: Code, right: Code): Code => shuffle32(left, right, [0, 4, 1, 5]),
  high32: (left: Code, right: Code): Code => shuffle32(left, right, [2, 6, 3, 7]),
  low64: (left: Code, right: Code): Code => shuffle32(left, right, [0, 1, 4, 5]),
  high64: (left: Code, right: Code): Code => shuffle32(left, right, [2, 3, 6, 7]),
} as const;

export const i32x4 = {
  splat: simd1(0x11),
  const: (value: number): Code => {
    const bytes = [...new Uint8Array(Int32Array.of(value).buffer)];
    return v128.const([bytes, bytes, bytes, bytes]);
  },
  eq: simd2(0x37),
  ltU: simd2(0x3a),
  neg: simd1(0xa1),
  shl: (vector: Code, bits: number): Code => [vector, i32.const(bits), simd(0xab)],
  shrS: (vector: Code, bits: number): Code => [vector, i32.const(bits), simd(0xac)],
  shrU: (vector: Code, bits: number): Code => [vector, i32.const(bits), simd(0xad)],
  add: simd2(0xae),
  sub: simd2(0xb1),
  mul: simd2(0xb5),
  truncSatF32x4S: simd1(0xf8),
  truncSatF64x2SZero: simd1(0xfc),
} as const;

export const i64x2 = {
  shrU: (vector: Code, bits: number): Code => [vector, i32.const(bits), simd(0xcd)],
} as const;

export const f32x4 = {
  splat: simd1(0x13),
  const: (value: number): Code => {
    const bytes = float32Bytes(value);
    return v128.const([bytes, bytes, bytes, bytes]);
  },
  extractLane: (vector: Code, lane: number): Code => [vector, simd(0x1f), lane],
  eq: simd2(0x41),
  ne: simd2(0x42),
  lt: simd2(0x43),
  gt: simd2(0x44),
  le: simd2(0x45),
  demoteF64x2Zero: simd1(0x5e),
  nearest: simd1(0x6a),
  abs: simd1(0xe0),
  neg: simd1(0xe1),
  sqrt: simd1(0xe3),
  add: simd2(0xe4),
  sub: simd2(0xe5),
  mul: simd2(0xe6),
  div: simd2(0xe7),
  min: simd2(0xe8),
  max: simd2(0xe9),
  /** right < left ? right : left. Not-a-number on the left stays. */
  pmin: simd2(0xea),
  /** left < right ? right : left. Not-a-number on the left stays. */
  pmax: simd2(0xeb),
  convertI32x4S: simd1(0xfa),
} as const;

export const f64x2 = {
  splat: simd1(0x14),
  const: (value: number): Code => {
    const bytes = float64Bytes(value);
    return v128.const([bytes, bytes]);
  },
  extractLane: (vector: Code, lane: number): Code => [vector, simd(0x21), lane],
  promoteLowF32x4: simd1(0x5f),
  nearest: simd1(0x94),
  add: simd2(0xf0),
  sub: simd2(0xf1),
  mul: simd2(0xf2),
  div: simd2(0xf3),
  sqrt: simd1(0xef),
  convertLowI32x4S: simd1(0xfe),
  convertLowI32x4U: simd1(0xff),
  eq: simd2(0x47),
  lt: simd2(0x49),
  gt: simd2(0x4a),
  /** right < left ? right : left. Not-a-number on the left stays. */
  pmin: simd2(0xf6),
  /** left < right ? right : left. Not-a-number on the left stays. */
  pmax: simd2(0xf7),
} as const;

const emptyBlock = 0x40;

/** Runs the body for ever; the body leaves it with {@link breakIf}. */
export function loopUntil(body: readonly Code[], condition: Code): Code {
  return [0x03, emptyBlock, ...body, condition, i32.eqz([]), 0x0d, 0, 0x0b];
}

/** Runs the body as long as the condition holds, tested before each time. */
export function loopWhile(condition: Code, body: readonly Code[]): Code {
  const leave: Code = [condition, 0x45, 0x0d, 1];
  return [0x02, emptyBlock, 0x03, emptyBlock, leave, ...body, 0x0c, 0, 0x0b, 0x0b];
}

/**
 * Runs the body for ever; it leaves where a condition holds that it gives to `leaveIf`, which must stand
 * in the body itself, not within another block of it.
 */
export function loopForEver(body: (leaveIf: (condition: Code) => Code) => readonly Code[]): Code {
  const leaveIf = (condition: Code): Code => [condition, 0x0d, 1];
  return [0x02, emptyBlock, 0x03, emptyBlock, ...body(leaveIf), 0x0c, 0, 0x0b, 0x0b];
}

export function ifThen(
  condition: Code,
  body: readonly Code[],
  otherwise: readonly Code[] = [],
): Code {
  const elsePart: Code = otherwise.length > 0 ? [0x05, ...otherwise] : [];
  return [condition, 0x04, emptyBlock, ...body, elsePart, 0x0b];
}

/** The first value where the condition is not 0, else the second. */
export function selectOf(first: Code, second: Code, condition: Code): Code {
  return [first, second, condition, 0x1b];
}

export function call(index: number, operands: readonly Code[] = []): Code {
  return [...operands, 0x10, unsigned(index)];
}

export function returnValue(value: Code): Code {
  return [value, 0x0f];
}

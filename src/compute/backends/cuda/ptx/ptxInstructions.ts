import type {
  DoubleInstructions,
  FloatInstructions,
  Instructions,
  IntegerInstructions,
  SingleInstructions,
} from "../../formulas/instructions.js";
import { doubleLiteral, type Operand, type PtxFunction, singleLiteral } from "./ptxFunction.js";

/** Registers and literals; a mask is a predicate. */
export interface PtxValues {
  readonly single: Operand;
  readonly double: Operand;
  readonly integer: Operand;
  readonly mask: Operand;
  readonly doubleMask: Operand;
}

/**
 * The instruction set of formulas in PTX, a sample a thread. Rounding is said with each instruction, so
 * that nothing is fused; denormal numbers are kept.
 */
export function ptxInstructions(fn: PtxFunction): Instructions<PtxValues> {
  const integer = integers(fn);
  return {
    single: singles(fn, integer),
    integer,
    double: doubles(fn, integer),
    replacedWhere(mask, values, compute) {
      const integerResult = fn.variable("b32", values.integer);
      const singleResult = fn.variable("f32", values.single);
      fn.when(mask(), () => {
        const others = compute();
        fn.emit(`mov.b32 ${integerResult}, ${others.integer}`);
        fn.emit(`mov.f32 ${singleResult}, ${others.single}`);
      });
      return { integer: integerResult, single: singleResult };
    },
  };
}

/** A literal has no type of its own: what needs a register gets one. */
export function inRegister(fn: PtxFunction, value: Operand): Operand {
  return value.startsWith("%") ? value : fn.op("f32", "mov.f32", value);
}

const same = (value: Operand): Operand => value;

function floats(
  fn: PtxFunction,
  type: "f32" | "f64",
  literal: (value: number) => Operand,
): FloatInstructions<Operand, Operand> {
  const arithmetic = (operation: string) => (left: Operand, right: Operand) =>
    fn.op(type, `${operation}.rn.${type}`, left, right);
  const compare = (relation: string) => (left: Operand, right: Operand) =>
    fn.op("pred", `setp.${relation}.${type}`, left, right);
  const select = (mask: Operand, whenSet: Operand, whenClear: Operand) =>
    fn.op(type, `selp.${type}`, whenSet, whenClear, mask);
  const lt = compare("lt");
  return {
    const: literal,
    add: arithmetic("add"),
    sub: arithmetic("sub"),
    mul: arithmetic("mul"),
    div: arithmetic("div"),
    nearest: (x) => fn.op(type, `cvt.rni.${type}.${type}`, x),
    lt,
    gt: compare("gt"),
    eq: compare("eq"),
    pmin: (left, right) => select(lt(right, left), right, left),
    pmax: (left, right) => select(lt(left, right), right, left),
    select,
    orZero: (x, mask) => select(mask, x, literal(0)),
    orNaN: (x, mask) => select(mask, literal(NaN), x),
    name: same,
    nameMask: same,
  };
}

function singles(
  fn: PtxFunction,
  integer: IntegerInstructions<PtxValues>,
): SingleInstructions<PtxValues> {
  const single = floats(fn, "f32", singleLiteral);
  const unordered = (left: Operand, right: Operand) => fn.op("pred", "setp.nan.f32", left, right);
  // The bits of a literal are a literal.
  const bits = (x: Operand) =>
    x.startsWith("%") ? fn.op("b32", "mov.b32", x) : `0x${x.slice("0f".length)}`;
  const fromBits = (x: Operand) => fn.op("f32", "mov.b32", x);
  /** The lesser or greater of numbers; equal ones may be zeros of two signs. */
  const extreme = (left: Operand, right: Operand, isLeft: Operand, zero: "and" | "or") => {
    const ordered = single.select(isLeft, left, right);
    const either = fromBits(integer[zero](bits(left), bits(right)));
    const chosen = single.select(single.eq(left, right), either, ordered);
    return single.select(unordered(left, right), single.add(left, right), chosen);
  };
  return {
    ...single,
    sqrt: (x) => fn.op("f32", "sqrt.rn.f32", x),
    neg: (x) => fn.op("f32", "neg.f32", x),
    abs: (x) => fn.op("f32", "abs.f32", x),
    le: (left, right) => fn.op("pred", "setp.le.f32", left, right),
    not: (mask) => fn.op("pred", "not.pred", mask),
    either: (left, right) => fn.op("pred", "or.pred", left, right),
    min: (left, right) => extreme(left, right, single.lt(left, right), "or"),
    max: (left, right) => extreme(left, right, single.gt(left, right), "and"),
    zeroWhere: (x, mask) => single.select(mask, singleLiteral(0), x),
    sign(x) {
      const zero = singleLiteral(0);
      const orNegative = single.select(single.lt(x, zero), singleLiteral(-1), zero);
      return single.select(single.gt(x, zero), singleLiteral(1), orNegative);
    },
    withSignOf(size, sign) {
      const signBit = integer.and(bits(sign), integer.const(-0x80000000));
      const rest = integer.and(bits(size), integer.const(0x7fffffff));
      return fromBits(integer.or(signBit, rest));
    },
    bits,
    fromBits,
    fromInteger: (x) => fn.op("f32", "cvt.rn.f32.s32", x),
    truncate: (x) => fn.op("b32", "cvt.rzi.s32.f32", x),
  };
}

function integers(fn: PtxFunction): IntegerInstructions<PtxValues> {
  const operation = (opcode: string) => (left: Operand, right: Operand) =>
    fn.op("b32", opcode, left, right);
  const shift = (opcode: string) => (x: Operand, bits: number) =>
    fn.op("b32", opcode, x, String(bits));
  const sub = operation("sub.s32");
  return {
    const: (value) => String(value),
    add: operation("add.s32"),
    sub,
    and: operation("and.b32"),
    or: operation("or.b32"),
    xor: operation("xor.b32"),
    shl: shift("shl.b32"),
    shrS: shift("shr.s32"),
    shrU: shift("shr.u32"),
    eq: (left, right) => fn.op("pred", "setp.eq.s32", left, right),
    orZero: (mask, x) => fn.op("b32", "selp.b32", x, "0", mask),
    name: same,
  };
}

function doubles(
  fn: PtxFunction,
  integer: IntegerInstructions<PtxValues>,
): DoubleInstructions<PtxValues> {
  const halves = (x: Operand): readonly [low: Operand, high: Operand] => {
    const [low, high] = [fn.register("b32"), fn.register("b32")];
    fn.emit(`mov.b64 {${low}, ${high}}, ${x}`);
    return [low, high];
  };
  const fromHalves = (low: Operand, high: Operand) => fn.op("f64", "mov.b64", `{${low}, ${high}}`);
  return {
    ...floats(fn, "f64", doubleLiteral),
    widened: (x) => [fn.op("f64", "cvt.f64.f32", x)],
    narrowed: ([part]) => fn.op("f32", "cvt.rn.f32.f64", part),
    fraction(x) {
      const [low, high] = halves(x);
      const digits = integer.and(high, integer.const(0x000fffff));
      return fromHalves(low, integer.or(digits, integer.const(0x3ff00000)));
    },
    exponent(x) {
      const biased = integer.shrU(halves(x)[1], 20);
      return fn.op("f64", "cvt.rn.f64.s32", integer.sub(biased, integer.const(1023)));
    },
    powerOfTwo(whole) {
      const biased = integer.add(fn.op("b32", "cvt.rzi.s32.f64", whole), integer.const(1023));
      return fromHalves(fn.op("b32", "mov.b32", "0"), integer.shl(biased, 20));
    },
    truncated: ([part]) => fn.op("b32", "cvt.rzi.s32.f64", part),
  };
}

import type {
  DoubleInstructions,
  Instructions,
  IntegerInstructions,
  SingleInstructions,
} from "../formulas/instructions.js";
import type { Code } from "../../../util/wasm/code.js";
import { f32x4, f64x2, i32x4, ifThen, shuffle32, v128 } from "../../../util/wasm/instructions.js";
import type { FunctionWriter } from "../../../util/wasm/moduleWriter.js";

/** Four singles, four integers or two doubles in a vector; a mask has all bits of a number set or none. */
export interface VectorValues {
  readonly single: Code;
  readonly double: Code;
  readonly integer: Code;
  readonly mask: Code;
  readonly doubleMask: Code;
}

type Name = (value: Code) => Code;

/** The instruction set of formulas on WebAssembly's vectors. */
export function vectorInstructions(fn: FunctionWriter): Instructions<VectorValues> {
  const name: Name = (value) => {
    const local = fn.local("v128");
    fn.emit(local.set(value));
    return local.get;
  };
  return {
    single: singles(name),
    integer: integers(name),
    double: doubles(name),
    replacedWhere(mask, values, compute) {
      const integer = fn.local("v128");
      const single = fn.local("v128");
      fn.emit(
        integer.set(values.integer),
        single.set(values.single),
        ifThen(
          v128.anyTrue(mask()),
          fn.capture(() => {
            const others = compute();
            const isReplaced = name(mask());
            fn.emit(
              integer.set(v128.bitselect(others.integer, integer.get, isReplaced)),
              single.set(v128.bitselect(others.single, single.get, isReplaced)),
            );
          }),
        ),
      );
      return { integer: integer.get, single: single.get };
    },
  };
}

const same: Name = (value) => value;
const select = (mask: Code, whenSet: Code, whenClear: Code) =>
  v128.bitselect(whenSet, whenClear, mask);

function singles(name: Name): SingleInstructions<VectorValues> {
  return {
    ...f32x4,
    select,
    name,
    nameMask: name,
    not: v128.not,
    either: v128.or,
    orZero: v128.and,
    zeroWhere: v128.andnot,
    orNaN: v128.or,
    sign(x) {
      const plus = v128.and(f32x4.gt(x, f32x4.const(0)), f32x4.const(1));
      return v128.or(plus, v128.and(f32x4.lt(x, f32x4.const(0)), f32x4.const(-1)));
    },
    withSignOf: (size, sign) => v128.bitselect(sign, size, i32x4.const(-0x80000000)),
    bits: same,
    fromBits: same,
    fromInteger: f32x4.convertI32x4S,
    truncate: i32x4.truncSatF32x4S,
  };
}

function integers(name: Name): IntegerInstructions<VectorValues> {
  return {
    ...i32x4,
    and: v128.and,
    or: v128.or,
    xor: v128.xor,
    orZero: v128.and,
    name,
  };
}

function doubles(name: Name): DoubleInstructions<VectorValues> {
  return {
    ...f64x2,
    select,
    name,
    nameMask: name,
    orZero: (x, mask) => v128.and(mask, x),
    orNaN: v128.or,
    widened: (x) =>
      [x, shuffle32(x, x, [2, 3, 2, 3])].map((pair) => name(f64x2.promoteLowF32x4(pair))),
    narrowed: (parts) => joined(parts.map(f32x4.demoteF64x2Zero)),
    fraction: (x) => v128.or(v128.and(x, bits64(0xfffffffffffffn)), bits64(0x3ff0000000000000n)),
    exponent(x) {
      const biased = i32x4.shrU(shuffle32(x, x, [1, 3, 1, 3]), 20);
      return f64x2.convertLowI32x4S(i32x4.sub(biased, i32x4.const(1023)));
    },
    powerOfTwo(whole) {
      const biased = i32x4.add(i32x4.truncSatF64x2SZero(whole), i32x4.const(1023));
      const shifted = i32x4.shl(biased, 20);
      // The exponents go into the upper words of the doubles.
      return v128.and(shuffle32(shifted, shifted, [0, 0, 1, 1]), bits64(-0x100000000n));
    },
    truncated: (parts) => joined(parts.map((part) => name(i32x4.truncSatF64x2SZero(part)))),
  };
}

/** The lower two lanes of both vectors. */
function joined([low, high]: readonly Code[]): Code {
  return shuffle32(low, high, [0, 1, 4, 5]);
}

/** Sixteen bytes of two equal 64-bit integers. */
function bits64(value: bigint): Code {
  const bytes = [...new Uint8Array(BigInt64Array.of(value).buffer)];
  return v128.const([bytes, bytes]);
}

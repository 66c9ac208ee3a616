import {
  doubleLiteral,
  type Operand,
  type PtxFunction,
} from "../../../compute/backends/cuda/ptx/ptxFunction.js";

/** Registers: the low end, and what a whole number below 2^53 is multiplied with. */
export interface Interval {
  readonly low: Operand;
  readonly width: Operand;
}

/** One of the intervals at an address: two doubles each, low and width. */
export function loadInterval(fn: PtxFunction, from: Operand, index: number): Interval {
  const load = (offset: number) =>
    fn.op("f64", "ld.global.f64", `[${from}+${16 * index + offset}]`);
  const width = fn.op("f64", "mul.rn.f64", load(8), doubleLiteral(2 ** -53));
  return { low: load(0), width };
}

/** NumPy's uniform number of two tempered words: 53 of their bits as a whole number, scaled. */
export function writeUniform(
  fn: PtxFunction,
  [first, second]: readonly [Operand, Operand],
  { low, width }: Interval,
): Operand {
  const upper = fn.op("b32", "shr.u32", first, "5");
  const lower = fn.op("b32", "shr.u32", second, "6");
  const high = fn.op("f64", "cvt.rn.f64.u32", upper);
  const scaled = fn.op("f64", "mul.rn.f64", high, doubleLiteral(67108864));
  const whole = fn.op("f64", "add.rn.f64", scaled, fn.op("f64", "cvt.rn.f64.u32", lower));
  return fn.op("f64", "add.rn.f64", low, fn.op("f64", "mul.rn.f64", width, whole));
}

/** What instructions compute, as JavaScript of their operands x, y and z. */

const float = (operation: string) => `fround(${operation})`;

/** Instructions with a result that depends on values alone. */
export const pureOpcodes: Readonly<Record<string, string>> = {
  "mov.b32": "x",
  "mov.b64": "x",
  "mov.f32": "x",
  "mov.f64": "x",
  "mov.u32": "x",
  "mov.u64": "x",
  "add.rn.f32": float("x + y"),
  "sub.rn.f32": float("x - y"),
  "mul.rn.f32": float("x * y"),
  "div.rn.f32": float("x / y"),
  "sqrt.rn.f32": float("Math.sqrt(x)"),
  "sqrt.rn.f64": "Math.sqrt(x)",
  "neg.f32": "-x",
  "abs.f32": "Math.abs(x)",
  "add.rn.f64": "x + y",
  "sub.rn.f64": "x - y",
  "mul.rn.f64": "x * y",
  "div.rn.f64": "x / y",
  "cvt.rni.f32.f32": "nearest(x)",
  "cvt.rni.f64.f64": "nearest(x)",
  "cvt.rzi.s32.f32": "truncated(x)",
  "cvt.rzi.s32.f64": "truncated(x)",
  "cvt.rn.f32.s32": float("x"),
  "cvt.rn.f64.s32": "x",
  "cvt.rn.f64.u32": "x >>> 0",
  "cvt.f64.f32": "x",
  "cvt.rn.f32.f64": float("x"),
  "add.s32": "(x + y) | 0",
  "sub.s32": "(x - y) | 0",
  "neg.s32": "-x | 0",
  "add.u32": "(x + y) | 0",
  "sub.u32": "(x - y) | 0",
  "min.u32": "Math.min(x >>> 0, y >>> 0) | 0",
  "mul.lo.u32": "Math.imul(x, y)",
  "mad.lo.u32": "(Math.imul(x, y) + z) | 0",
  "mad.wide.u32": "(x >>> 0) * (y >>> 0) + z",
  "add.u64": "x + y",
  "div.u32": "Math.floor((x >>> 0) / (y >>> 0)) | 0",
  "rem.u32": "((x >>> 0) % (y >>> 0)) | 0",
  "and.b32": "x & y",
  "or.b32": "x | y",
  "xor.b32": "x ^ y",
  "shl.b32": "x << y",
  "shr.s32": "x >> y",
  "shr.u32": "(x >>> y) | 0",
  "not.pred": "1 - x",
  "or.pred": "x | y",
  "and.pred": "x & y",
  "selp.f32": "z ? x : y",
  "selp.f64": "z ? x : y",
  "selp.b32": "z ? x : y",
};

/** Comparisons by their relation. */
export const relations: Readonly<Record<string, string>> = {
  lt: "x < y",
  le: "x <= y",
  gt: "x > y",
  ge: "x >= y",
  eq: "x === y",
  ne: "x !== y",
  nan: "x !== x || y !== y",
};

const bits = new DataView(new ArrayBuffer(8));

/** What the JavaScript of instructions calls. */
export const helpers = {
  fround: Math.fround,
  /** Halves to the even number; zeros keep their sign. */
  nearest(value: number): number {
    const rounded = Math.round(value);
    return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
  },
  /** Saturating; not-a-number gives 0. */
  truncated(value: number): number {
    if (Number.isNaN(value)) return 0;
    return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value)));
  },
  bitsOfFloat(value: number): number {
    bits.setFloat32(0, value);
    return bits.getInt32(0);
  },
  floatOfBits(value: number): number {
    bits.setInt32(0, value);
    return bits.getFloat32(0);
  },
  lowBits(value: number): number {
    bits.setFloat64(0, value);
    return bits.getInt32(4);
  },
  highBits(value: number): number {
    bits.setFloat64(0, value);
    return bits.getInt32(0);
  },
  doubleOfBits(low: number, high: number): number {
    bits.setInt32(0, high);
    bits.setInt32(4, low);
    return bits.getFloat64(0);
  },
};

/** The value of a literal; undefined for something else. */
export function literalValue(text: string): number | undefined {
  if (text.startsWith("0f")) {
    bits.setUint32(0, Number.parseInt(text.slice(2), 16));
    return bits.getFloat32(0);
  }
  if (text.startsWith("0d")) {
    bits.setBigUint64(0, BigInt(`0x${text.slice(2)}`));
    return bits.getFloat64(0);
  }
  const value = Number(text);
  if (!Number.isInteger(value)) return undefined;
  return text.startsWith("0x") ? value | 0 : value;
}

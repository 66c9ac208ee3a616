/**
 * The small instruction set that formulas are written with. WebAssembly and PTX both provide it, so
 * that a function is written once and its results have the same bits: what it is made of is exactly
 * rounded by IEEE 754 in both.
 */

/** How a target language refers to numbers; several samples side by side count as one value. */
export interface Values {
  readonly single: unknown;
  /** Some of a value's samples, as many as fit, in double precision. */
  readonly double: unknown;
  readonly integer: unknown;
  /** What a comparison of singles gives. */
  readonly mask: unknown;
  /** What a comparison of doubles gives. */
  readonly doubleMask: unknown;
}

/** What both precisions have. */
export interface FloatInstructions<X, M> {
  readonly const: (value: number) => X;
  readonly add: (left: X, right: X) => X;
  readonly sub: (left: X, right: X) => X;
  readonly mul: (left: X, right: X) => X;
  readonly div: (left: X, right: X) => X;
  /** To the nearest integer, halves to the even one. */
  readonly nearest: (x: X) => X;
  readonly lt: (left: X, right: X) => M;
  readonly gt: (left: X, right: X) => M;
  readonly eq: (left: X, right: X) => M;
  /** right < left ? right : left. Not-a-number on the left stays. */
  readonly pmin: (left: X, right: X) => X;
  /** left < right ? right : left. Not-a-number on the left stays. */
  readonly pmax: (left: X, right: X) => X;
  readonly select: (mask: M, whenSet: X, whenClear: X) => X;
  /** x where the mask is set, elsewhere 0. */
  readonly orZero: (x: X, mask: M) => X;
  /** Not-a-number where the mask is set, elsewhere x. */
  readonly orNaN: (x: X, mask: M) => X;
  /** Gives a value a name, so that it is computed once. */
  readonly name: (x: X) => X;
  readonly nameMask: (mask: M) => M;
}

export interface SingleInstructions<T extends Values> extends FloatInstructions<
  T["single"],
  T["mask"]
> {
  readonly sqrt: (x: T["single"]) => T["single"];
  readonly neg: (x: T["single"]) => T["single"];
  readonly abs: (x: T["single"]) => T["single"];
  readonly le: (left: T["single"], right: T["single"]) => T["mask"];
  readonly not: (mask: T["mask"]) => T["mask"];
  readonly either: (left: T["mask"], right: T["mask"]) => T["mask"];
  /** IEEE 754's minimum: -0 is less than 0, and not-a-number wins. */
  readonly min: (left: T["single"], right: T["single"]) => T["single"];
  readonly max: (left: T["single"], right: T["single"]) => T["single"];
  /** 0 where the mask is set, elsewhere x. */
  readonly zeroWhere: (x: T["single"], mask: T["mask"]) => T["single"];
  /** -1, 0 or 1. */
  readonly sign: (x: T["single"]) => T["single"];
  /** The size of one number with the sign of another. */
  readonly withSignOf: (size: T["single"], sign: T["single"]) => T["single"];
  readonly bits: (x: T["single"]) => T["integer"];
  readonly fromBits: (bits: T["integer"]) => T["single"];
  readonly fromInteger: (x: T["integer"]) => T["single"];
  /** Towards 0. */
  readonly truncate: (x: T["single"]) => T["integer"];
}

/** 32-bit integers; shifts are by a known number of bits. */
export interface IntegerInstructions<T extends Values> {
  readonly const: (value: number) => T["integer"];
  readonly add: (left: T["integer"], right: T["integer"]) => T["integer"];
  readonly sub: (left: T["integer"], right: T["integer"]) => T["integer"];
  readonly and: (left: T["integer"], right: T["integer"]) => T["integer"];
  readonly or: (left: T["integer"], right: T["integer"]) => T["integer"];
  readonly xor: (left: T["integer"], right: T["integer"]) => T["integer"];
  readonly shl: (x: T["integer"], bits: number) => T["integer"];
  readonly shrS: (x: T["integer"], bits: number) => T["integer"];
  readonly shrU: (x: T["integer"], bits: number) => T["integer"];
  readonly eq: (left: T["integer"], right: T["integer"]) => T["mask"];
  readonly orZero: (mask: T["mask"], x: T["integer"]) => T["integer"];
  readonly name: (x: T["integer"]) => T["integer"];
}

export interface DoubleInstructions<T extends Values> extends FloatInstructions<
  T["double"],
  T["doubleMask"]
> {
  /** A value's samples in double precision. */
  readonly widened: (x: T["single"]) => readonly T["double"][];
  readonly narrowed: (parts: readonly T["double"][]) => T["single"];
  /** The number's digits as a number in [1, 2). */
  readonly fraction: (x: T["double"]) => T["double"];
  /** The whole number that 2 is raised to. */
  readonly exponent: (x: T["double"]) => T["double"];
  /** 2 to the power of a whole number that is in range. */
  readonly powerOfTwo: (whole: T["double"]) => T["double"];
  /** Whole numbers as integers. */
  readonly truncated: (parts: readonly T["double"][]) => T["integer"];
}

export interface Instructions<T extends Values> {
  readonly single: SingleInstructions<T>;
  readonly integer: IntegerInstructions<T>;
  readonly double: DoubleInstructions<T>;
  /** The values, or where the mask is set others, which are computed only where some are needed. */
  readonly replacedWhere: (
    mask: () => T["mask"],
    values: Corrected<T>,
    compute: () => Corrected<T>,
  ) => Corrected<T>;
  /**
   * The same values, where a long function can be parted: all that the rest of it needs. A target may take
   * many numbers through what comes before first.
   */
  readonly parted?: (values: readonly T["single"][]) => readonly T["single"][];
}

export interface Corrected<T extends Values> {
  readonly integer: T["integer"];
  readonly single: T["single"];
}

/** A polynomial in Horner's form, highest coefficient first. */
export function horner<X, M>(
  single: FloatInstructions<X, M>,
  x: X,
  [first, ...others]: readonly number[],
): X {
  return hornerOn(single, single.const(first), x, others);
}

/** What is left to do where `sum` was made of higher coefficients. */
export function hornerOn<X, M>(
  { add, mul, const: real }: FloatInstructions<X, M>,
  sum: X,
  x: X,
  coefficients: readonly number[],
): X {
  return coefficients.reduce((higher, coefficient) => add(mul(higher, x), real(coefficient)), sum);
}

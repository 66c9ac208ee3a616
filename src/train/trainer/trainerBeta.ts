import type { RunSettings } from "../../experiments/settings/runSettings.js";

/** Digits that a quotient keeps: those of Python's decimal module. */
const significantDigits = 28;

/** digits · 10^exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * β over the iterations: at each multiple of the step it is multiplied by the growth while it is below
 * its end, or divided while above if it started there. In decimal arithmetic, so that a thousandth
 * stays one. It is constant when nothing is scaled by it.
 */
export function createBetaSchedule(settings: RunSettings): (iteration: number) => number {
  const { regularizerBetaStart: start, regularizerBetaEnd: end } = settings;
  const scalesNpu = settings.regularizerNpuWeight !== 0 || settings.regularizerGate !== 0;
  const isActive =
    settings.regularizerL1 || (scalesNpu && settings.regularizerScaleType === "heim");
  if (!isActive) return () => start;
  const growth = parseDecimal(settings.regularizerBetaGrowth);
  const rises = start <= end;
  let last = parseDecimal(start);
  const values = [start];
  return (iteration) => {
    const change = Math.floor(iteration / settings.regularizerBetaStep);
    while (values.length <= change) {
      const value = values[values.length - 1];
      if (rises ? value >= end : value <= end) return value;
      last = rises ? multiply(last, growth) : divide(last, growth);
      values.push(toNumber(last));
    }
    return values[change];
  };
}

function parseDecimal(value: number): Decimal {
  const [mantissa, exponent = "0"] = String(value).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function toNumber({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}

function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

function divide(a: Decimal, b: Decimal): Decimal {
  const shift = significantDigits + String(b.digits).length;
  const digits = (a.digits * 10n ** BigInt(shift)) / b.digits;
  return { digits, exponent: a.exponent - b.exponent - shift };
}

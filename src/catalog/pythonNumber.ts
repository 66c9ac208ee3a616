/**
 * A number of Python source. Python tells 0 from 0.0 and prints them differently, JavaScript does
 * not; where a run's name holds such a number, its kind must be carried along.
 */
export interface PythonNumber {
  readonly value: number;
  readonly isFloat: boolean;
}

/** What Python's `str` prints for an int or a float. */
export function formatPythonNumber({ value, isFloat }: PythonNumber): string {
  return isFloat ? formatPythonFloat(value) : String(BigInt(value));
}

/** What Python's `repr` prints for a float: the shortest digits, `1e-05` but `0.0001`, `10.0`. */
export function formatPythonFloat(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const sign = value < 0 ? "-" : "";
  const [mantissa, exponentText] = Math.abs(value).toExponential().split("e") as [string, string];
  const digits = mantissa.replace(".", "");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** What Python's `format(value, ".<decimals>f")` prints: exact, ties to the even digit. */
export function formatPythonFixed(value: number, decimals: number): string {
  const exact = value.toFixed(100);
  const end = exact.indexOf(".") + 1 + decimals;
  const isTie = /^50*$/.test(exact.slice(end));
  const isEven = Number(exact[end - 1]) % 2 === 0;
  return isTie && isEven ? exact.slice(0, end) : value.toFixed(decimals);
}

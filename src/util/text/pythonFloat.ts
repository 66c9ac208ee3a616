/**
 * A float64 as Python's `repr` prints it, which is what the original's CSV files and run names hold:
 * the shortest text that reads back as the same number, `2.0` for whole numbers, an exponent of at
 * least two digits below 1e-4 and from 1e16 on, `nan` and `inf`.
 */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-4 && magnitude < 1e16) {
    // JavaScript switches to an exponent only below 1e-6 and from 1e21 on: plain digits here.
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${mantissa}e${sign}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
}

/** At most four decimals, as TeX reads them: no exponent, no sign before zero. */
export function texNumber(value: number): string {
  const text = value.toFixed(4).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

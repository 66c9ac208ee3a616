import { formatPythonFixed } from "../../experiments/values/pythonNumber.js";

/**
 * Single precision numbers as `numpy.array2string` prints them: nested brackets, columns aligned,
 * at most 8 digits after the point, an exponent where magnitudes differ too much, nothing left out.
 *
 * @param values row-major; each is rounded to single precision
 * @param shape at least one axis
 * @param lineWidth longest line in characters
 */
export function formatNumpyArray(
  values: ArrayLike<number>,
  shape: readonly number[],
  lineWidth = 60,
): string {
  const words = formatColumn(Array.from(values, Math.fround));
  const stride = (axis: number): number => shape.slice(axis + 1).reduce((n, size) => n * size, 1);
  const formatAxis = (axis: number, start: number, indent: string, width: number): string => {
    const size = shape[axis];
    const last = axis === shape.length - 1;
    const text = last
      ? wrapWords(words.slice(start, start + size), indent, width - 1)
      : Array.from({ length: size }, (_, index) =>
          formatAxis(axis + 1, start + index * stride(axis), `${indent} `, width - 1),
        ).join("\n".repeat(shape.length - 1 - axis) + indent);
    return `[${text}]`;
  };
  return formatAxis(0, 0, " ", lineWidth);
}

/** Joins words by blanks; lines after the first begin with the indent, which counts on the first too. */
function wrapWords(words: readonly string[], indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    if (line.length > indent.length && line.length + word.length > width) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  lines.push(line.slice(0, -1));
  return lines.join("\n").slice(indent.length);
}

const maximumDecimals = 8;

/** All numbers in one format and of one width. */
function formatColumn(values: readonly number[]): string[] {
  const finite = values.filter(Number.isFinite);
  const sizes = finite.map(Math.abs).filter((size) => size > 0);
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  const withExponent =
    sizes.length > 0 &&
    (largest >= 1e8 || smallest < 1e-4 || Math.fround(largest / smallest) > 1000);
  const split = (value: number): Parts =>
    withExponent ? splitScientific(value) : splitFixed(value);
  const parts = values.map((value) => (Number.isFinite(value) ? split(value) : undefined));
  const widest = (pick: (part: Parts) => string): number =>
    Math.max(0, ...parts.map((part) => (part ? pick(part).length : 0)));
  const decimals = widest(({ fraction }) => fraction);
  const right = finite.length > 0 ? 1 + decimals + widest(({ exponent }) => exponent) : 0;
  const others = values.filter((value) => !Number.isFinite(value)).map(formatNonFinite);
  const left = Math.max(
    widest(({ whole }) => whole),
    ...others.map((text) => text.length - right),
  );
  return values.map((value, index) => {
    const part = parts[index];
    if (part === undefined) return formatNonFinite(value).padStart(left + right);
    // With an exponent, shorter numbers are filled up with digits of the number itself, not with zeros.
    const { whole, fraction, exponent } = withExponent ? splitScientific(value, decimals) : part;
    return `${whole.padStart(left)}.${fraction.padEnd(decimals)}${exponent}`;
  });
}

const formatNonFinite = (value: number): string =>
  Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

/** A number's text before and after the point, and its exponent with the `e`. */
interface Parts {
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string;
}

function splitFixed(value: number): Parts {
  const [mantissa, exponent] = shortestDigits(value).split("e");
  const digits = mantissa.replace(/\D/g, "").length;
  const decimals = Math.min(maximumDecimals, Math.max(0, digits - 1 - Number(exponent)));
  const [whole, fraction = ""] = formatPythonFixed(value, decimals).split(".");
  return { whole: signed(value, whole), fraction: fraction.replace(/0+$/, ""), exponent: "" };
}

/** @param decimals default: as many as the shortest text has */
function splitScientific(value: number, decimals?: number): Parts {
  const text = decimals === undefined ? shortestDigits(value) : toExponential(value, decimals);
  const [mantissa, exponent] = text.split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const size = exponent.slice(1).padStart(2, "0");
  return { whole: signed(value, whole), fraction, exponent: `e${exponent[0]}${size}` };
}

const signed = (value: number, whole: string): string =>
  Object.is(value, -0) && !whole.startsWith("-") ? `-${whole}` : whole;

/** The fewest digits that read back as the same single precision number: `-1.25e-1`. */
function shortestDigits(value: number): string {
  for (let decimals = 0; decimals < maximumDecimals; decimals++) {
    const text = toExponential(value, decimals);
    if (Math.fround(Number(text)) === value) return text;
  }
  return toExponential(value, maximumDecimals);
}

/** `value.toExponential(decimals)`, but ties go to the even digit. */
function toExponential(value: number, decimals: number): string {
  const [exact, exponent] = value.toExponential(100).split("e");
  const end = exact.indexOf(".") + 1 + decimals;
  const isTie = /^50*$/.test(exact.slice(end));
  const isEven = Number(exact.slice(0, end).replace(/\D/g, "").at(-1)) % 2 === 0;
  if (!isTie || !isEven) return value.toExponential(decimals);
  return `${exact.slice(0, end).replace(/\.$/, "")}e${exponent}`;
}

/**
 * The elements of a tensor that was logged as text: `<pre>[[ 0.5 -1.0e-03]]</pre>`, flattened in
 * row-major order.
 *
 * @returns null when the text holds anything but numbers and brackets
 */
export function parseTensorText(text: string): number[] | null {
  const body = text.replace(/^\s*<pre>/, "").replace(/<\/pre>\s*$/, "");
  const parts = body.split(/[\s,[\]]+/).filter((part) => part !== "");
  const numbers = parts.map((part) =>
    /^[-+]?inf$/.test(part)
      ? part.startsWith("-")
        ? -Infinity
        : Infinity
      : part === "nan"
        ? NaN
        : Number(part),
  );
  return numbers.some((value, index) => Number.isNaN(value) && parts[index] !== "nan")
    ? null
    : numbers;
}

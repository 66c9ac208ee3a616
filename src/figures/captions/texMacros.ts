import type { PaperNumber } from "./paperNumbers.js";

/**
 * A LaTeX file that defines a macro for each number, to `\input` in the preamble: no number has to be typed.
 *
 * @param key of the figure
 */
export function texMacros(key: string, numbers: readonly PaperNumber[]): string {
  const lines = numbers.map(
    ({ macro, text, about }) =>
      `\\newcommand{\\${macro}}{${texValue(text)}}% ${about.replace(/\s+/g, " ")}`,
  );
  return [`% Numbers of ${key}: \\input this file in the preamble.`, ...lines, ""].join("\n");
}

/** A number as text and mathematics take it. */
function texValue(text: string): string {
  const [, mantissa, exponent] = /^(-?[\d.]+)e([-+]?\d+)$/.exec(text) ?? [];
  if (mantissa !== undefined) return `\\ensuremath{${mantissa}\\times 10^{${Number(exponent)}}}`;
  return text.startsWith("-") ? `\\ensuremath{${text}}` : text;
}

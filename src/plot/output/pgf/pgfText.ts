import { latexText } from "../../../util/text/latexText.js";

/** Commands that do more than set mathematics; a label with one of them is written as it stands. */
const forbidden =
  /\\(?:input|include|includegraphics|write|openin|openout|closein|closeout|read|readline|immediate|special|csname|catcode|[egx]?def|let|futurelet|global|expandafter|newcommand|renewcommand|providecommand|usepackage|directlua|luaexec|pdf[a-z]*|everypar|output|shipout|jobname|loop|repeat|verb|url|href|scantokens|primitive|toks|count|begin|end|par|begingroup|endgroup|aftergroup|makeatletter|@[a-z]*)(?![A-Za-z])|\^\^|%/i;

/**
 * A label as LaTeX sets it: in the document's own font, at the label's size and weight. What stands between two dollar
 * signs is mathematics.
 *
 * @param font the canvas's font, as `600 8.5px "Source Sans 3"`
 */
export function pgfText(text: string, font: string, factor: number): string {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 10) * factor;
  const [, style] = /^(.*?)[\d.]+px/.exec(font) ?? ["", ""];
  const weight = /\b(\d{3,4}|bold|bolder)\b/.exec(style)?.[1];
  const isBold = weight !== undefined && (Number.isNaN(Number(weight)) || Number(weight) >= 500);
  const number = (value: number) => Number(value.toFixed(3));
  return [
    `\\fontsize{${number(size)}bp}{${number(1.2 * size)}bp}\\selectfont`,
    isBold ? "\\bfseries" : "",
    /italic|oblique/.test(style) ? "\\itshape" : "",
    ` ${withMathematics(text)}`,
  ].join("");
}

function withMathematics(text: string): string {
  const parts = text.split(/(\$[^$]+\$)/);
  return parts.map((part, at) => (at % 2 === 1 && isSafe(part) ? part : latexText(part))).join("");
}

function isSafe(mathematics: string): boolean {
  if (forbidden.test(mathematics)) return false;
  let depth = 0;
  for (const [sign] of mathematics.matchAll(/\\[{}]|[{}]/g)) {
    if (sign === "{") depth++;
    if (sign === "}" && --depth < 0) return false;
  }
  return depth === 0;
}

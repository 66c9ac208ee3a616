import { inflateSync } from "node:zlib";
import { createCanvas } from "@napi-rs/canvas";

export type Point = readonly [x: number, y: number];
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** What a page draws, in points from its lower left corner. */
export interface DrawnPlaces {
  /** Where paths begin, and the ends of their straight parts. */
  readonly corners: readonly Point[];
  /** Where the base line of each text begins. */
  readonly texts: readonly Point[];
}

/** Reads the content stream of a PDF of one page. */
export function placesInPdf(pdf: Uint8Array): DrawnPlaces {
  const [left, bottom] = numbersOf(/\/MediaBox \[([^\]]*)\]/.exec(latin(pdf))?.[1] ?? "");
  const corners: Point[] = [];
  const texts: Point[] = [];
  const stack: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, -left, -bottom];
  let text: Matrix = matrix;
  let operands: number[] = [];
  const add = (to: Point[], x: number, y: number, by = matrix) => to.push(mapped(by, x, y));
  for (const token of contentOf(pdf).matchAll(
    /<[^>]*>|\([^)]*\)|\[[^\]]*\]|\/[^\s/<[(]+|[^\s<[(/]+/g,
  )) {
    const [word] = token;
    if (/^[-+.\d]/.test(word)) {
      operands.push(Number(word));
      continue;
    }
    if (/^[<([/]/.test(word)) continue;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = operands;
    if (word === "q") stack.push(matrix);
    else if (word === "Q") matrix = stack.pop() ?? matrix;
    else if (word === "cm") matrix = product(matrix, [a, b, c, d, e, f]);
    else if (word === "m" || word === "l") add(corners, a, b);
    else if (word === "re") {
      for (const x of [a, a + c]) for (const y of [b, b + d]) add(corners, x, y);
    } else if (word === "Tm") text = [a, b, c, d, e, f];
    else if (word === "Tj" || word === "TJ") add(texts, 0, 0, product(matrix, text));
    operands = [];
  }
  return { corners, texts };
}

/** Reads a PGF; the widths of its texts are those of the font that the figure was laid out with. */
export function placesInPgf(pgf: string, family: string): DrawnPlaces {
  const point = "\\{\\\\pgfqpoint\\{(-?[\\d.]+)bp\\}\\{(-?[\\d.]+)bp\\}\\}";
  const corners = [...pgf.matchAll(new RegExp(`path(?:moveto|lineto)${point}`, "g"))].map(
    ([, x, y]): Point => [Number(x), Number(y)],
  );
  const context = createCanvas(1, 1).getContext("2d");
  const texts = [
    ...pgf.matchAll(new RegExp(`\\\\pgftext\\[at=${point},?([^\\]]*)\\]\\{(.*)\\}%`, "g")),
  ].map(([, x, y, options, content]): Point => {
    const size = /\\fontsize\{([\d.]+)bp/.exec(content)?.[1] ?? "0";
    const label = content.replace(/^.*?\\selectfont(?:\\bfseries)? /, "");
    context.font = `${content.includes("bfseries") ? 600 : 400} ${size}px "${family}"`;
    const width = context.measureText(plainOfTex(label)).width;
    const before = /\bleft\b/.test(options) ? 0 : /\bright\b/.test(options) ? width : width / 2;
    const angle = (Number(/rotate=(-?[\d.]+)/.exec(options)?.[1] ?? 0) * Math.PI) / 180;
    return [Number(x) - before * Math.cos(angle), Number(y) - before * Math.sin(angle)];
  });
  return { corners, texts };
}

/** Those of some places that none of the others is near to. */
export function farFrom(
  places: readonly Point[],
  others: readonly Point[],
  within: number,
): Point[] {
  return places.filter(
    ([x, y]) => !others.some((other) => Math.hypot(other[0] - x, other[1] - y) <= within),
  );
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

const numbersOf = (text: string): number[] => text.trim().split(/\s+/).map(Number);

function contentOf(pdf: Uint8Array): string {
  const text = latin(pdf);
  const found = [...text.matchAll(/[^d]stream\r?\n/g)].flatMap((match) => {
    const start = match.index + match[0].length;
    try {
      const end = text.indexOf("endstream", start);
      return inflateSync(Buffer.from(pdf).subarray(start, end)).toString("latin1");
    } catch {
      return [];
    }
  });
  return found.find((stream) => /\bBT\b/.test(stream) && /\bcm\b/.test(stream)) ?? "";
}

const product = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  ...mapped(m, n[4], n[5]),
];

function mapped(m: Matrix, x: number, y: number): [number, number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

const raised = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];

/** A label as it was before it was written for LaTeX. */
const plainOfTex = (label: string): string =>
  label
    .replace(/\$\^\{(-?)(\d+)\}\$/g, (_, sign: string, digits: string) =>
      [sign && "⁻", ...[...digits].map((digit) => raised[Number(digit)])].join(""),
    )
    .replaceAll("$-$", "−")
    .replaceAll("$\\times$", "×")
    .replaceAll("\\textless{}", "<")
    .replace(/\\([%&#_{}])/g, "$1");

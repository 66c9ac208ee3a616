import { exact } from "../../util/exactMath.js";
import { colourOf } from "../output/pgf/paint.js";

type Triple = readonly [number, number, number];
type Rows = readonly [Triple, Triple, Triple];

/** Machado, Oliveira and Fernandes (2009), severity 1: what is left of linear RGB. */
const sights: Readonly<Record<string, Rows>> = {
  "for readers without red receptors (protanopia)": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "for readers without green receptors (deuteranopia)": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "for readers without blue receptors (tritanopia)": [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Distances in CIELAB below which two colours of small marks are taken for one. */
const mergedBelow = 12;
const sameGreyBelow = 8;

/** In which sights two colours merge; "in grey" for a print without colours. */
export function mergesIn(one: string, other: string): string[] {
  const [a, b] = [linear(one), linear(other)];
  const merged = Object.entries(sights)
    .filter(([, rows]) => distance(lab(apply(rows, a)), lab(apply(rows, b))) < mergedBelow)
    .map(([name]) => name);
  return Math.abs(lab(a)[0] - lab(b)[0]) < sameGreyBelow ? [...merged, "in grey"] : merged;
}

function linear(colour: string): Triple {
  const [r, g, b] = colourOf(colour).rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : exact.pow((value + 0.055) / 1.055, 2.4);
  });
  return [r, g, b];
}

function apply(rows: Rows, colour: Triple): Triple {
  const row = (of: Triple) =>
    Math.min(1, Math.max(0, of[0] * colour[0] + of[1] * colour[1] + of[2] * colour[2]));
  return [row(rows[0]), row(rows[1]), row(rows[2])];
}

/** CIELAB under D65 of linear sRGB. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > 216 / 24389 ? exact.pow(t, 1 / 3) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Triple, b: Triple): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

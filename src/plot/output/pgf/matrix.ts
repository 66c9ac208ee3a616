import { exact } from "../../../util/exactMath.js";

const { atan, cos, sin } = exact;

/** `[a, b, c, d, e, f]` of a canvas: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** What `then` does after `first` in the coordinates that `first` sets. */
export function multiply([A, B, C, D, E, F]: Matrix, [a, b, c, d, e, f]: Matrix): Matrix {
  return [
    A * a + C * b,
    B * a + D * b,
    A * c + C * d,
    B * c + D * d,
    A * e + C * f + E,
    B * e + D * f + F,
  ];
}

export const rotation = (angle: number): Matrix => [
  cos(angle),
  sin(angle),
  -sin(angle),
  cos(angle),
  0,
  0,
];

/** How much longer a length becomes, on average over all directions. */
export const lengthFactor = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c));

/** The direction that a matrix gives the x axis, between -180 and 180 degrees. */
export function degreesOf([x, y]: Matrix): number {
  if (x === 0) return Math.sign(y) * 90;
  const degrees = (atan(y / x) * 180) / Math.PI;
  return x > 0 ? degrees : degrees + (y < 0 ? -180 : 180);
}

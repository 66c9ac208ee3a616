import { identity, type Matrix } from "./matrix.js";
import type { Paint } from "./paint.js";

/** What a canvas keeps between two calls of `save` and `restore`. */
export interface CanvasState {
  matrix: Matrix;
  fillStyle: Paint;
  strokeStyle: Paint;
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  miterLimit: number;
  globalAlpha: number;
  dash: readonly number[];
  font: string;
  textAlign: string;
  textBaseline: string;
}

/** As the standard has it for a new canvas. */
export const newCanvasState: CanvasState = {
  matrix: identity,
  fillStyle: "#000000",
  strokeStyle: "#000000",
  lineWidth: 1,
  lineCap: "butt",
  lineJoin: "miter",
  miterLimit: 10,
  globalAlpha: 1,
  dash: [],
  font: "10px sans-serif",
  textAlign: "start",
  textBaseline: "alphabetic",
};

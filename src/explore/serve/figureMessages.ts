import type { DrawnFigure, RunsOfSeries } from "./figures.js";

/** What a thread that draws figures is asked. */
export type FigureCall =
  | { readonly kind: "draw"; readonly key: string; readonly factor: number }
  | { readonly kind: "runs"; readonly key: string }
  | { readonly kind: "differences"; readonly key: string };

/** What it answers, by kind. */
export interface FigureAnswers {
  readonly draw: DrawnFigure;
  readonly runs: readonly RunsOfSeries[];
  readonly differences: readonly string[];
}

/** How a call ended. */
export type FigureReply =
  | { readonly kind: "value"; readonly value: FigureAnswers[keyof FigureAnswers] }
  | { readonly kind: "refused"; readonly message: string; readonly exitCode: 1 | 2 }
  | { readonly kind: "fault"; readonly message: string };

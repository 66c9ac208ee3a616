import type { Curve } from "./curve.js";

/** Whether a small or a large value of a tag is the better one. */
export type Better = "smaller" | "larger";

/** What counts as reached: a value beyond the threshold, on the better side. */
export interface Goal {
  readonly threshold: number;
  readonly better: Better;
  /** Whether the threshold itself is reached. Default: false. */
  readonly inclusive?: boolean;
}

/** Whether a value reaches a goal; NaN never does. */
export function reaches(value: number, { threshold, better, inclusive = false }: Goal): boolean {
  if (inclusive && value === threshold) return true;
  return better === "larger" ? value > threshold : value < threshold;
}

/** The first x at which a curve reaches a goal, even if it falls back later; undefined when it never does. */
export function firstReach(curve: Curve, goal: Goal): number | undefined {
  const place = curve.y.findIndex((value) => reaches(value, goal));
  return place < 0 ? undefined : curve.x[place];
}

/** Mean of a fitted distribution and the ends of its 95 % likelihood interval; NaN where there is none. */
export interface FittedMean {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

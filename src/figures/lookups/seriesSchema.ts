import * as z from "zod";
import { whereSchema } from "./paperData.js";

/** One text or several; always a list. */
const oneOrMore = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((given) => (typeof given === "string" ? [given] : given));

export const expectedSource =
  'expected exactly one of "experiment" (a name), "table" (a CSV or Parquet file) and "runs" (a log directory)';

interface SourceFields {
  readonly experiment?: unknown;
  readonly experiments?: unknown;
  readonly table?: unknown;
  readonly runs?: unknown;
}

/** Whether a series names where its runs are. */
export const hasSource = (series: LookupSeries): boolean => sourcesOf(series).length > 0;

export const sourcesOf = ({ experiment, experiments, table, runs }: SourceFields) =>
  [experiment, experiments, table, runs].filter((source) => source !== undefined);

/**
 * A run counts as solved when its extrapolation error falls below this:
 * one number for every run, a set of `thresholds/<file>.yaml` with one number per operation and range, or the bound of
 * what reference runs reach.
 */
export const thresholdSchema = z.union([
  z.number().positive(),
  z.strictObject({
    set: z.string(),
    file: z.string().default("single-layer"),
    /** The fact of a run's name by which the set has its thresholds. */
    by: z.string().optional(),
  }),
  z.strictObject({
    /** Runs that are as good as can be: their mean error's upper bound is the threshold. */
    reference: z
      .strictObject({
        experiment: z.string().min(1).optional(),
        table: z.string().min(1).optional(),
        runs: oneOrMore.optional(),
        where: whereSchema.optional(),
      })
      .refine((series) => sourcesOf(series).length === 1, { message: expectedSource }),
    /** The fact by which their errors differ. */
    by: z.string(),
    /** How sure the bound is, of one side. */
    confidence: z.number().gt(0.5).lt(1).default(0.99),
    /** What the authors took, for statistics of mode `published`; else the runs decide. */
    degreesOfFreedom: z.int().min(1).optional(),
  }),
]);

/** The thresholds of the single-layer task, as they were published. */
export const defaultThreshold = { set: "extrapolation.range", file: "single-layer" } as const;

export const seriesSchema = z
  .strictObject({
    label: z.string().min(1),
    experiment: z.string().min(1).optional(),
    /** Several, whose runs are the series together. */
    experiments: z.array(z.string().min(1)).min(1).optional(),
    table: z.string().min(1).optional(),
    runs: oneOrMore.optional(),
    take: oneOrMore.optional(),
    /** What the names of the runs say that are the series': `{ model: NMU }`. */
    where: whereSchema.optional(),
    threshold: thresholdSchema.optional(),
    note: z.string().optional(),
  })
  .refine((series) => sourcesOf(series).length <= 1, { message: expectedSource });

export function refuseEqualLabels(
  series: readonly { readonly label: string }[],
  context: z.RefinementCtx,
): void {
  series.forEach(({ label }, index) => {
    if (!series.slice(0, index).some((earlier) => earlier.label === label)) return;
    context.addIssue({
      code: "custom",
      path: [index, "label"],
      message: `the label "${label}" is given twice: two series would be drawn as one. Give one of them another label, or put both sources into one series (runs: [a, b])`,
    });
  });
}

export type ThresholdRule = z.output<typeof thresholdSchema>;
/** A rule that takes the threshold from runs. */
export type ReferenceRule = Extract<ThresholdRule, { reference: unknown }>;
export type LookupSeries = z.output<typeof seriesSchema>;

/** A series of several experiments as one for each of them, with the same label. */
export const singleSources = (series: readonly LookupSeries[]): readonly LookupSeries[] =>
  series.flatMap(({ experiments, ...one }) =>
    experiments === undefined ? [one] : experiments.map((experiment) => ({ ...one, experiment })),
  );

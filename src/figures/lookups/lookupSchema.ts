import * as z from "zod";
import { quantityKeys } from "../quantities/index.js";

const positive = z.number().positive();

/**
 * A run counts as solved when its extrapolation error falls below this:
 * one number for every run, or a set of `thresholds/<file>.yaml` with one number per operation and range.
 */
const thresholdSchema = z.union([
  positive,
  z.strictObject({ set: z.string(), file: z.string().default("single-layer") }),
]);

/** The thresholds of the single-layer task, as they were published. */
export const defaultThreshold = { set: "extrapolation.range", file: "single-layer" } as const;

const seriesSchema = z
  .strictObject({
    label: z.string().min(1),
    experiment: z.string().min(1).optional(),
    table: z.string().min(1).optional(),
    runs: z.string().min(1).optional(),
    threshold: thresholdSchema.optional(),
    note: z.string().optional(),
  })
  .refine(
    (series) =>
      [series.experiment, series.table, series.runs].filter((source) => source !== undefined)
        .length === 1,
    {
      message:
        'expected exactly one of "experiment" (a name), "table" (a CSV or Parquet file) and "runs" (a log directory)',
    },
  );

/** A data source of the spec that is a table as it stands: no run is judged. */
const dataSchema = z.record(z.string(), z.strictObject({ table: z.string().min(1) }));

const sizeSchema = z.strictObject({ widthCm: positive.max(200), heightCm: positive.max(200) });

/**
 * What stands on the x axis: a column of the decoded run name, or what the first group of a regular
 * expression finds in the run's name (for runs that are named otherwise).
 */
const parameterSchema = z.union([
  z.string(),
  z.strictObject({
    pattern: z.string().refine(isPatternWithGroup, {
      message: "expected a regular expression with one group, such as lr-([0-9.e-]+)",
    }),
  }),
]);

function isPatternWithGroup(pattern: string): boolean {
  try {
    return new RegExp(`${pattern}|`).exec("")!.length > 1;
  } catch {
    return false;
  }
}

/** A panel of the spec to show, by its name, and what its title says. */
const panelSchema = z.strictObject({
  key: z.string(),
  title: z.string().optional(),
});

/** A number that a paper prints, to hold ours against. */
const publishedSchema = z.strictObject({
  model: z.string(),
  key: z.enum(quantityKeys).default("success.rate"),
  /** Where on the x axis; over all runs of the model when left out. */
  parameter: z.string().optional(),
  value: z.number(),
  source: z.string(),
});

/** What one file of `lookups/` says: which data a figure shows, and how. */
export const lookupSchema = z
  .strictObject({
    title: z.string().min(1),
    figure: z.union([z.string(), z.number()]).optional(),
    paper: z.string().optional(),
    note: z.string().optional(),
    aliases: z.array(z.string()).default([]),
    spec: z.string().default("range"),
    theme: z.string().default("paper"),
    size: sizeSchema.default({ widthCm: 19.5552, heightCm: 7.98 }),
    statistics: z.enum(["published", "corrected"]).default("corrected"),
    order: z.union([z.enum(["numeric", "text"]), z.array(z.string())]).default("numeric"),
    operation: z.string().optional(),
    parameter: parameterSchema.default("interpolation.range"),
    columns: z
      .strictObject({
        interpolation: z.string().default("metric.valid.interpolation"),
        extrapolation: z.string().default("metric.test.extrapolation"),
        sparsity: z.string().nullable().default("sparse.error.max"),
      })
      .prefault({}),
    threshold: thresholdSchema.default(defaultThreshold),
    inclusive: z.boolean().default(false),
    panels: z.array(panelSchema).min(1).optional(),
    params: z.record(z.string(), z.unknown()).default({}),
    published: z.array(publishedSchema).default([]),
    tags: z.array(z.string()).default(["*"]),
    data: dataSchema.default({}),
    series: z.array(seriesSchema).default([]),
  })
  .refine((lookup) => lookup.series.length > 0 || Object.keys(lookup.data).length > 0, {
    message: 'expected "series" (runs to judge or to show) or "data" (tables to show as they are)',
  });

export type ThresholdRule = z.output<typeof thresholdSchema>;
export type PublishedNumber = z.output<typeof publishedSchema>;
export type ParameterRule = z.output<typeof parameterSchema>;
export type LookupSeries = z.output<typeof seriesSchema>;
export type LookupOrder = z.output<typeof lookupSchema>["order"];

export type LookupContent = z.output<typeof lookupSchema>;

/** A lookup key with what its file says. */
export interface Lookup extends LookupContent {
  /** The key: the file's name without its ending. */
  readonly key: string;
  /** The file that it was read from; undefined for one that was made up for a single experiment or path. */
  readonly file?: string;
  /** What to call it in messages: its file, or what the user asked for. */
  readonly origin: string;
  /** What its paths are relative to. */
  readonly folder: string;
}

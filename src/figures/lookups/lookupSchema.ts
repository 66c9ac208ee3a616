import * as z from "zod";
import { quantityKeys } from "../quantities/index.js";
import type { OwnLogs } from "./ownLogs.js";

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

/** One text or several; always a list. */
const oneOrMore = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((given) => (typeof given === "string" ? [given] : given));

const seriesSchema = z
  .strictObject({
    label: z.string().min(1),
    experiment: z.string().min(1).optional(),
    table: z.string().min(1).optional(),
    runs: oneOrMore.optional(),
    take: oneOrMore.optional(),
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

function refuseEqualLabels(
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

/** A data source of the spec that is a table as it stands: no run is judged. */
const dataSchema = z
  .record(z.string(), z.strictObject({ table: z.string().min(1) }))
  // A name becomes a part of a file's name.
  .refine(
    (data) => Object.keys(data).every((name) => /^[\p{L}\p{N}_][\p{L}\p{N} ._-]*$/u.test(name)),
    {
      message: "expected names of letters, digits, spaces, dots, _ and -",
    },
  );

const sizeSchema = z.union([
  z.string(),
  z.strictObject({ venue: z.string(), heightCm: positive.max(200).optional() }),
  z.strictObject({ widthCm: positive.max(200), heightCm: positive.max(200).optional() }),
]);

/** A family by its name, or its files relative to the lookup's. */
const fontSchema = z.union([
  z.string().min(1),
  z.strictObject({ regular: z.string().min(1), bold: z.string().min(1).optional() }),
]);

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

/** How runs are named: a format that this program knows, or what stands between which marks. */
const nameRuleSchema = z
  .string()
  .refine((rule) => rule === "single-layer" || /\{[^{}]+\}/.test(rule), {
    message:
      'expected "single-layer", or the facts of a name between their marks, such as "{model}_lr-{lr}_seed-{seed}"',
  });

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

const columnsSchema = z.strictObject({
  interpolation: z.string(),
  extrapolation: z.string(),
  sparsity: z.string().nullable(),
});

/** What a paper may set for all its figures, and a figure for itself. */
const sharedFields = {
  spec: z.string(),
  theme: z.string(),
  size: sizeSchema,
  /** What text is set in, in place of the theme's font. */
  font: fontSchema,
  /** Size of the axis labels in points; other type keeps its proportion to them. */
  type: positive.min(3).max(40),
  statistics: z.enum(["published", "corrected"]),
  order: z.union([z.enum(["numeric", "midpoint", "text"]), z.array(z.string())]),
  operation: z.string(),
  parameter: parameterSchema,
  threshold: thresholdSchema,
  inclusive: z.boolean(),
  better: z.enum(["smaller", "larger"]),
  panels: z.array(panelSchema).min(1),
  params: z.record(z.string(), z.unknown()),
  tags: z.array(z.string()),
  align: z.enum(["auto", "exact", "previous", "linear"]),
  /** Columns of the CSV with a figure's numbers: those that the R scripts wrote, or these and what they left out. */
  table: z.enum(["published", "full"]),
};

const figureFields = {
  title: z.string().min(1),
  figure: z.union([z.string(), z.number()]).optional(),
  paper: z.string().optional(),
  note: z.string().optional(),
  /** What the figure's caption says besides what follows from its data; in place of the note. */
  caption: z.string().optional(),
  aliases: z.array(z.string()).default([]),
  names: nameRuleSchema.optional(),
  columns: columnsSchema.partial().default({}),
  published: z.array(publishedSchema).default([]),
  data: dataSchema.default({}),
  series: z.array(seriesSchema).superRefine(refuseEqualLabels).default([]),
};

/** What one file of `lookups/` says: which data a figure shows, and how. */
export const lookupSchema = z
  .strictObject({ ...figureFields, ...z.object(sharedFields).partial().shape })
  .refine((lookup) => lookup.series.length > 0 || Object.keys(lookup.data).length > 0, {
    message: 'expected "series" (runs to judge or to show) or "data" (tables to show as they are)',
  });

/** What `paper.yaml` in a folder of lookups says for all of them. */
export const paperSchema = z.strictObject({
  title: z.string().min(1),
  note: z.string().optional(),
  names: nameRuleSchema.optional(),
  metrics: columnsSchema.partial().default({}),
  threshold: thresholdSchema.optional(),
  defaults: z.strictObject(sharedFields).omit({ threshold: true }).partial().default({}),
});

type SharedFields = z.output<z.ZodObject<typeof sharedFields>>;
export type LookupFile = z.output<typeof lookupSchema>;
export type Paper = z.output<typeof paperSchema>;
export type ThresholdRule = z.output<typeof thresholdSchema>;
export type NameRule = z.output<typeof nameRuleSchema>;
export type PublishedNumber = z.output<typeof publishedSchema>;
export type ParameterRule = z.output<typeof parameterSchema>;
export type LookupSeries = z.output<typeof seriesSchema>;
export type LookupOrder = SharedFields["order"];
export type MetricColumns = z.output<typeof columnsSchema>;

/** What a lookup says when nobody says anything. */
const defaults = {
  spec: "range",
  theme: "paper",
  size: { widthCm: 19.5552, heightCm: 7.98 },
  statistics: "corrected",
  order: "numeric",
  parameter: "interpolation.range",
  threshold: defaultThreshold,
  inclusive: false,
  better: "smaller",
  params: {},
  tags: ["*"],
  align: "auto",
  table: "full",
} as const satisfies Partial<SharedFields>;

/** The tags that the single-layer task is judged by, as the original exporter's columns are called. */
const defaultColumns: MetricColumns = {
  interpolation: "metric.valid.interpolation",
  extrapolation: "metric.test.extrapolation",
  sparsity: "sparse.error.max",
};

type Optional = "operation" | "panels" | "font" | "type";

/** What a figure shows, and how: nothing is left open. */
export interface LookupContent
  extends
    Omit<LookupFile, keyof SharedFields | "columns" | "names">,
    Omit<SharedFields, Optional>,
    Partial<Pick<SharedFields, Optional>> {
  readonly names: NameRule;
  readonly columns: MetricColumns;
  /** What a lookup of logs of one's own says: those have no series and no data. */
  readonly logs?: OwnLogs;
}

/** A file's content, completed by what its paper says and by the defaults. */
export function completeLookup(file: LookupFile, paper?: Paper): LookupContent {
  const { columns, ...given } = file;
  const { title, names, threshold, metrics } = paper ?? {};
  return {
    ...defaults,
    tags: [...defaults.tags],
    ...(threshold !== undefined && { threshold }),
    ...paper?.defaults,
    ...(title !== undefined && { paper: title }),
    ...given,
    params: { ...paper?.defaults.params, ...given.params },
    names: given.names ?? names ?? "single-layer",
    columns: { ...defaultColumns, ...metrics, ...columns },
  };
}

/** A lookup key with what its file says. */
export interface Lookup extends LookupContent {
  /** The key: the file's path below the folder of lookups, without its ending. */
  readonly key: string;
  /** Whether it is the project's own, not one that comes with the package. */
  readonly isOwn: boolean;
  /** The file that it was read from; undefined for one that was made up for a single experiment or path. */
  readonly file?: string;
  /** What to call it in messages: its file, or what the user asked for. */
  readonly origin: string;
  /** Where its fields are set: see `placeOf`. Undefined where no file says so. */
  readonly places?: ReadonlyMap<string, string>;
  /** What its paths are relative to. */
  readonly folder: string;
}

import * as z from "zod";
import { printChecks } from "../../plot/preflight/finding.js";
import { publishedFits } from "../../stats/index.js";
import { recordOf } from "../../util/recordOf.js";
import type { OwnLogs } from "./ownLogs.js";
import {
  type PublishedNumber,
  publishedSchema,
  type PublishedTable,
  shownChoices,
} from "./paperData.js";
import {
  defaultThreshold,
  expectedSource,
  refuseEqualLabels,
  seriesSchema,
  sourcesOf,
  thresholdSchema,
} from "./seriesSchema.js";

const positive = z.number().positive();

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

/** Whether a rule is a form of names that this program writes itself; each name tells which of them it has. */
export const isNameFormat = (rule: string): boolean =>
  rule === "single-layer" || rule === "two-layer";

/** How runs are named: a format that this program knows, or what stands between which marks. */
const nameRuleSchema = z.string().refine((rule) => isNameFormat(rule) || /\{[^{}]+\}/.test(rule), {
  message:
    'expected "single-layer" or "two-layer", or the facts of a name between their marks, such as "{model}_lr-{lr}_seed-{seed}"',
});

/** A panel of the spec to show, by its name, and what its title says. */
const panelSchema = z.strictObject({
  key: z.string(),
  title: z.string().optional(),
});

/** What `figures check --print` finds and is meant, with the reason. */
const printSchema = z.strictObject({
  accept: z.strictObject(
    Object.fromEntries(printChecks.map((check) => [check, z.string().min(1).optional()])),
  ),
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
  params: recordOf(z.unknown()),
  tags: z.array(z.string()),
  align: z.enum(["auto", "exact", "previous", "linear"]),
  /** Columns of the CSV with a figure's numbers: those that the R scripts wrote, or these and what they left out. */
  table: z.enum(["published", "full"]),
  /** How many of the last rows the best one is looked for in. */
  bestRows: z.number().int().min(1),
  /** How tables of runs are read: `r`: as the papers' R scripts saw them. */
  tableRows: z.enum(["steps", "r"]),
  /** How statistics of mode `published` follow R. */
  fits: z.enum(publishedFits),
  /** What to write for a place of the x axis: `{ mul: × }`. */
  labels: recordOf(z.string()),
};

const figureFields = {
  title: z.string().min(1),
  figure: z.union([z.string(), z.number()]).optional(),
  paper: z.string().optional(),
  note: z.string().optional(),
  /** What the figure's caption says besides what follows from its data; in place of the note. */
  caption: z.string().optional(),
  print: printSchema.optional(),
  aliases: z.array(z.string()).default([]),
  names: nameRuleSchema.optional(),
  columns: columnsSchema.partial().default({}),
  published: publishedSchema.default([]),
  /** Outcomes of the runs of the paper's authors: a table with a row for each run. */
  publishedOutcomes: z.string().min(1).optional(),
  shows: z.enum(shownChoices).optional(),
  data: dataSchema.default({}),
  series: z.array(seriesSchema).superRefine(refuseEqualLabels).default([]),
};

/** What one file of `lookups/` says: which data a figure shows, and how. */
export const lookupSchema = z
  .strictObject({ ...figureFields, ...z.object(sharedFields).partial().shape })
  .refine((lookup) => lookup.series.length > 0 || Object.keys(lookup.data).length > 0, {
    message: 'expected "series" (runs to judge or to show) or "data" (tables to show as they are)',
  })
  .superRefine((lookup, context) => {
    if (hasPaperData(lookup)) return;
    lookup.series.forEach((series, index) => {
      if (sourcesOf(series).length === 1) return;
      context.addIssue({ code: "custom", path: ["series", index], message: expectedSource });
    });
  });

/** Whether a lookup has what a paper's authors published of its runs, so that its series need none. */
function hasPaperData({
  published,
  publishedOutcomes,
}: Pick<FigureFile, "published" | "publishedOutcomes">) {
  return publishedOutcomes !== undefined || !Array.isArray(published);
}

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
type FigureFile = z.output<z.ZodObject<typeof figureFields>>;
export type LookupFile = z.output<typeof lookupSchema>;
export type Paper = z.output<typeof paperSchema>;
export type NameRule = z.output<typeof nameRuleSchema>;
export type ParameterRule = z.output<typeof parameterSchema>;
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
  bestRows: 5000,
  tableRows: "steps",
  fits: "ruled",
  labels: {},
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
    Omit<LookupFile, keyof SharedFields | "columns" | "names" | "published">,
    Omit<SharedFields, Optional>,
    Partial<Pick<SharedFields, Optional>> {
  readonly names: NameRule;
  readonly columns: MetricColumns;
  readonly published: readonly PublishedNumber[];
  /** Where more of them are. */
  readonly publishedTable?: PublishedTable;
  /** What a lookup of logs of one's own says: those have no series and no data. */
  readonly logs?: OwnLogs;
}

/** A file's content, completed by what its paper says and by the defaults. */
export function completeLookup(file: LookupFile, paper?: Paper): LookupContent {
  const { columns, published, ...given } = file;
  const { title, names, threshold, metrics } = paper ?? {};
  return {
    ...defaults,
    tags: [...defaults.tags],
    ...(threshold !== undefined && { threshold }),
    ...paper?.defaults,
    ...(title !== undefined && { paper: title }),
    ...given,
    ...(Array.isArray(published) ? { published } : { published: [], publishedTable: published }),
    ...(hasPaperData(file) && { shows: given.shows ?? "published" }),
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

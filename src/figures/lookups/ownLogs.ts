import * as z from "zod";
import { alignRules, centreNames, chooseStatistic, intervalOf } from "../../stats/index.js";
import { recordOf } from "../../util/recordOf.js";
import { checkColour } from "../../util/text/cssColours.js";
import { type OwnQuantity, quantitySchema } from "./ownQuantity.js";
import { type OwnReliable, reliableSchema } from "./ownReliable.js";
import { complainOf, readBy } from "./readBy.js";

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);
const fact = z.union([z.string(), z.number(), z.boolean()]);
const centre = z.enum(centreNames);
const interval = readBy(intervalOf);

/** How the values of a group become numbers. */
const statisticSchema = z
  .strictObject({
    centre: centre.default("mean"),
    interval: interval.optional(),
    resamples: z.number().int().min(100).max(1_000_000).optional(),
    seed: z.number().int().min(0).optional(),
    notFinite: z.enum(["refuse", "leaveOut"]).default("refuse"),
  })
  .superRefine((statistic, context) => complainOf(() => chooseStatistic(statistic), context));

const tableSchema = z.strictObject({
  /** Pattern of a cell: {centre}, {lower}, {upper}, {half} and {n} are its numbers. */
  cell: z.string().optional(),
  best: z.enum(["bold", "none"]).default("bold"),
  /** Who sets numbers in LaTeX: the table, or the package siunitx. */
  numbers: z.enum(["plain", "siunitx"]).default("plain"),
  caption: z.string().optional(),
  label: z.string().optional(),
});

/** What makes the lines of a panel, and what the panels. */
const seriesSchema = z
  .strictObject({ by: oneOrMore.optional(), dash: oneOrMore.optional() })
  .refine(({ by, dash }) => (by ?? dash) !== undefined, { message: 'expected "by" or "dash"' });
const facetSchema = z
  .strictObject({ rows: z.string().optional(), columns: z.string().optional() })
  .refine(({ rows, columns }) => (rows ?? columns) !== undefined, {
    message: 'expected "rows" or "columns"',
  });

/** Differences to one of the series, over runs that agree in what pairs them. */
const compareSchema = z.strictObject({ to: fact, over: oneOrMore.optional() });

/** What all lookups of a project may share: what runs are called, and how they are shown. */
export const sharedOwnFields = {
  name: z.string().optional(),
  pattern: z.string().optional(),
  facts: z.string().optional(),
  seed: z.string().optional(),
  align: z.enum(["auto", ...alignRules]).default("auto"),
  smooth: z.number().min(0).lt(1).default(0),
  resolution: z.number().int().min(2).max(10_000).default(300),
  centre: centre.default("mean"),
  band: interval.default("t95"),
  resamples: z.number().int().min(100).max(1_000_000).optional(),
  notFinite: z.enum(["refuse", "leaveOut"]).default("refuse"),
  statistic: statisticSchema.prefault({}),
  labels: recordOf(z.string()).default({}),
  palette: recordOf(readBy(checkColour)).default({}),
  /** Order of the values of facts, and of tags under `tag`; what is not listed follows. */
  order: recordOf(z.array(fact).min(1)).default({}),
  /** Units of tags, facts and axes. */
  units: recordOf(z.string()).default({}),
} as const;

/** Fields of a lookup that shows logs of one's own. */
export const ownFields = {
  ...sharedOwnFields,
  runs: oneOrMore,
  where: recordOf(z.union([fact, z.array(fact).min(1)])).default({}),
  tags: z.array(z.string()).min(1).default(["*"]),
  /** Form of the tags: {metric}/{split}. */
  tagName: z.string().optional(),
  series: seriesSchema.optional(),
  facet: facetSchema.optional(),
  x: z.string().default("step"),
  /** Default: all, but for the lines of single runs where there are too many to be told apart. */
  show: z.array(z.enum(["band", "runs", "ends", "raw"])).optional(),
  quantity: quantitySchema.optional(),
  quantities: z.array(quantitySchema).min(1).optional(),
  rows: z.string().optional(),
  compare: compareSchema.optional(),
  statistics: z.literal("reliable").optional(),
  reliable: reliableSchema.optional(),
  table: tableSchema.prefault({}),
} as const;

type OwnFields = z.output<z.ZodObject<typeof ownFields>>;
export type OwnTable = z.output<typeof tableSchema>;
export type { OwnQuantity, OwnReliable };

/** Differences to a series. */
export interface OwnCompare {
  /** Its label, or the value of the fact that makes it. */
  readonly to: string;
  /** Facts in which a pair agrees; undefined: the seed. */
  readonly over?: readonly string[];
}

/** What a lookup says about logs of one's own; nothing is left open. */
export interface OwnLogs extends Omit<
  OwnFields,
  "runs" | "series" | "facet" | "quantity" | "quantities" | "compare" | "statistics" | "reliable"
> {
  readonly runs: readonly string[];
  /** Facts by which runs are told apart by colour; undefined: by all that differ. */
  readonly by?: readonly string[];
  /** Facts by which lines are told apart by their dashes. */
  readonly dash: readonly string[];
  /** Fact by which there is a row of panels each. */
  readonly panelRow?: string;
  /** Fact by which there is a column of panels each. */
  readonly column?: string;
  readonly quantities: readonly OwnQuantity[];
  readonly compare?: OwnCompare;
  /** Statistics over many tasks. */
  readonly reliable?: OwnReliable;
  /** What is to be said about the lookup itself. */
  readonly remarks?: readonly string[];
}

/** The fields as they are used: lists are lists. */
export function completeOwn(fields: OwnFields): OwnLogs {
  const { runs, series, facet, quantity, quantities = [], compare, ...given } = fields;
  const { statistics, reliable = statistics && reliableSchema.parse({}), ...rest } = given;
  return {
    ...rest,
    runs: listOf(runs),
    ...(series?.by !== undefined && { by: listOf(series.by) }),
    dash: series?.dash === undefined ? [] : listOf(series.dash),
    ...(facet?.rows !== undefined && { panelRow: facet.rows }),
    ...(facet?.columns !== undefined && { column: facet.columns }),
    quantities: quantity === undefined ? quantities : [quantity, ...quantities],
    ...(compare && {
      compare: {
        to: String(compare.to),
        ...(compare.over !== undefined && { over: listOf(compare.over) }),
      },
    }),
    ...(reliable && { reliable }),
  };
}

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === "string" ? [value] : value;

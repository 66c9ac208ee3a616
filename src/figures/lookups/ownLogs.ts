import * as z from "zod";
import { alignRules, centreNames, chooseStatistic, intervalOf, takeOf } from "../../stats/index.js";

/** A field that is read by a function which throws a RangeError with its complaint. */
const readBy = (read: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  });

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
  .superRefine((statistic, context) => {
    try {
      chooseStatistic(statistic);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  });

/** A number of a run. */
const quantitySchema = z.strictObject({
  tag: z.string(),
  take: readBy(takeOf).default("last"),
  better: z.enum(["smaller", "larger"]).optional(),
  /** Share of runs that get beyond it, on the better side, instead of the number itself. */
  threshold: z.number().optional(),
  title: z.string().optional(),
  format: z.enum(["number", "percent"]).default("number"),
  digits: z.number().int().min(0).max(10).optional(),
});

const tableSchema = z.strictObject({
  /** Pattern of a cell: {centre}, {lower}, {upper}, {half} and {n} are its numbers. */
  cell: z.string().optional(),
  best: z.enum(["bold", "none"]).default("bold"),
  caption: z.string().optional(),
  label: z.string().optional(),
});

/** Fields of a lookup that shows logs of one's own. */
export const ownFields = {
  runs: oneOrMore,
  name: z.string().optional(),
  pattern: z.string().optional(),
  facts: z.string().optional(),
  seed: z.string().optional(),
  where: z.record(z.string(), z.union([fact, z.array(fact).min(1)])).default({}),
  tags: z.array(z.string()).min(1).default(["*"]),
  series: z.strictObject({ by: oneOrMore }).optional(),
  facet: z.strictObject({ columns: z.string() }).optional(),
  x: z.string().default("step"),
  align: z.enum(["auto", ...alignRules]).default("auto"),
  smooth: z.number().min(0).lt(1).default(0),
  resolution: z.number().int().min(2).max(10_000).default(300),
  centre: centre.default("mean"),
  band: interval.default("t95"),
  resamples: z.number().int().min(100).max(1_000_000).optional(),
  notFinite: z.enum(["refuse", "leaveOut"]).default("refuse"),
  /** Default: all, but for the lines of single runs where there are too many to be told apart. */
  show: z.array(z.enum(["band", "runs", "ends"])).optional(),
  quantity: quantitySchema.optional(),
  quantities: z.array(quantitySchema).min(1).optional(),
  rows: z.string().optional(),
  statistic: statisticSchema.prefault({}),
  table: tableSchema.prefault({}),
  labels: z.record(z.string(), z.string()).default({}),
  palette: z.record(z.string(), z.string()).default({}),
} as const;

type OwnFields = z.output<z.ZodObject<typeof ownFields>>;
export type OwnQuantity = z.output<typeof quantitySchema>;
export type OwnTable = z.output<typeof tableSchema>;

/** What a lookup says about logs of one's own; nothing is left open. */
export interface OwnLogs extends Omit<
  OwnFields,
  "runs" | "series" | "facet" | "quantity" | "quantities"
> {
  readonly runs: readonly string[];
  /** Facts by which runs are told apart by colour; undefined: by all that differ. */
  readonly by?: readonly string[];
  /** Fact by which there is a column of panels each. */
  readonly column?: string;
  readonly quantities: readonly OwnQuantity[];
  /** What is to be said about the lookup itself. */
  readonly remarks?: readonly string[];
}

/** The fields as they are used: lists are lists. */
export function completeOwn(fields: OwnFields): OwnLogs {
  const { runs, series, facet, quantity, quantities = [], ...rest } = fields;
  return {
    ...rest,
    runs: listOf(runs),
    ...(series && { by: listOf(series.by) }),
    ...(facet && { column: facet.columns }),
    quantities: quantity === undefined ? quantities : [quantity, ...quantities],
  };
}

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === "string" ? [value] : value;

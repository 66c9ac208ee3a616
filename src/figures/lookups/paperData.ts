import * as z from "zod";
import { recordOf } from "../../util/recordOf.js";
import { quantityKeys } from "../quantities/index.js";

const fact = z.union([z.string(), z.number(), z.boolean()]);

/** Conditions by fact or column: a value, several, or a comparison such as `<= 0.01`. */
export const whereSchema = recordOf(z.union([fact, z.array(fact).min(1)]));

/** Which number of a group a paper prints: its mean, or the middle value. */
const statisticSchema = z.enum(["mean", "median"]);

/** A number that a paper prints, to hold ours against. */
export const publishedNumberSchema = z.strictObject({
  model: z.string(),
  key: z.enum(quantityKeys).default("success.rate"),
  statistic: statisticSchema.optional(),
  /** Where on the x axis; over all runs of the model when left out. */
  parameter: z.string().optional(),
  value: z.number(),
  lower: z.number().optional(),
  upper: z.number().optional(),
  /** How many runs it was made from. */
  n: z.number().int().min(0).optional(),
  source: z.string(),
});

export type PublishedNumber = z.output<typeof publishedNumberSchema>;

/** A table of such numbers, relative to the lookup's file, and which of its rows are the figure's. */
const publishedTableSchema = z.strictObject({
  table: z.string().min(1),
  where: whereSchema.default({}),
});

export type PublishedTable = z.output<typeof publishedTableSchema>;

export const publishedSchema = z.union([z.array(publishedNumberSchema), publishedTableSchema]);

/** Where the numbers of a figure come from: from the paper's authors, or from runs that were trained again. */
export const dataOrigins = ["published", "retrained"] as const;
export type DataOrigin = (typeof dataOrigins)[number];

/** Which of them a figure shows. */
export const shownChoices = [...dataOrigins, "both"] as const;
export type Shown = (typeof shownChoices)[number];

/** The origins that a choice means, in the order in which they are shown. */
export const originsOf = (shown: Shown): readonly DataOrigin[] =>
  shown === "both" ? dataOrigins : [shown];

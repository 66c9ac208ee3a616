import * as z from "zod";
import { aggregates } from "../../stats/index.js";

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);

/** Which scores 0 and 1 stand for: for all tasks, or a table with a row per task. */
const normaliseSchema = z.union([
  z.strictObject({ low: z.number(), high: z.number() }),
  z.strictObject({
    table: z.string(),
    task: z.string().default("task"),
    low: z.string(),
    high: z.string(),
  }),
]);

/** Statistics over many tasks, as rliable has them. */
export const reliableSchema = z.strictObject({
  /** Facts that tell tasks apart. Default: one that is called like a task. */
  tasks: oneOrMore.optional(),
  normalise: normaliseSchema.optional(),
  aggregates: z
    .array(z.enum(aggregates.map(({ name }) => name)))
    .min(1)
    .default(aggregates.map(({ name }) => name)),
  /** The score from which on a run leaves no optimality gap. */
  gamma: z.number().default(1),
  level: z.number().min(50).max(99.9).default(95),
  resamples: z.number().int().min(100).max(1_000_000).default(2000),
  seed: z.number().int().min(0).default(0),
  /** Scores at which a profile is drawn: from, to and how many. */
  thresholds: z
    .strictObject({ from: z.number(), to: z.number(), count: z.number().int().min(2).max(1000) })
    .partial()
    .default({}),
  /** Share of runs, or of tasks by their mean. */
  profile: z.enum(["runs", "tasks"]).default("runs"),
  /** The series that others are held against; default: every pair. */
  to: z.string().optional(),
  /** Most points of training in sample efficiency. */
  points: z.number().int().min(2).max(1000).default(30),
  /** What sample efficiency is an aggregate of. */
  efficiency: z.enum(aggregates.map(({ name }) => name)).default("iqm"),
  /** Runs that end before the others: the curve stops there, or goes on without them. */
  ended: z.enum(["stop", "leaveOut"]).default("stop"),
});

export type OwnReliable = z.output<typeof reliableSchema>;

import * as z from "zod";
import { takeOf } from "../../stats/index.js";
import { readBy } from "./readBy.js";

const better = z.enum(["smaller", "larger"]);

/** How a number is taken: of the tag itself, or where another tag is best. */
const takeSchema = z.union([
  readBy(takeOf),
  z.strictObject({ best: z.string(), better: better.optional() }),
]);

/** What number is taken of a run. */
const taken = {
  tag: z.string(),
  take: takeSchema.default("last"),
  better: better.optional(),
  /** Whether the threshold itself counts as reached. */
  inclusive: z.boolean().default(false),
};

/** Runs that reach a threshold: the others are left out of a quantity, and counted. */
const amongSchema = z.strictObject({ ...taken, threshold: z.number() });

/** A number of a run. */
export const quantitySchema = z
  .strictObject({
    ...taken,
    /** Share of runs that get beyond it, on the better side, instead of the number itself. */
    threshold: z.number().optional(),
    among: amongSchema.optional(),
    title: z.string().optional(),
    format: z.enum(["number", "percent"]).default("number"),
    digits: z.number().int().min(0).max(10).optional(),
  })
  .superRefine(({ take, threshold }, context) => {
    const name = typeof take === "string" ? take : "best";
    if (threshold !== undefined || !isAboutGoal(name)) return;
    const message = `"${name}" needs a threshold: write, for example, threshold: 0.9`;
    context.addIssue({ code: "custom", path: ["take"], message });
  });

/** The same of a take that may not be one: that is complained about elsewhere. */
function isAboutGoal(take: string): boolean {
  try {
    return needsGoal(take);
  } catch {
    return false;
  }
}

/** Whether a take is about a threshold itself: then the threshold does not make a rate of it. */
export function needsGoal(take: z.output<typeof takeSchema>): boolean {
  return typeof take === "string" && takeOf(take).take.needsGoal === true;
}

export type OwnQuantity = z.output<typeof quantitySchema>;
/** What is common to a quantity and the condition that its runs have to meet. */
export type TakenNumber = z.output<typeof amongSchema> | OwnQuantity;

import * as z from "zod";
import { completeLookup, lookupSchema, type LookupContent } from "./lookupSchema.js";
import { completeOwn, ownFields } from "./ownLogs.js";

const { title, figure, paper, note, aliases, spec, theme, size, params, panels } =
  lookupSchema.shape;
const shownAs = { title, figure, paper, note, aliases, spec, theme, size, params, panels };

/** What a file with `runs` at its top says: which logs of one's own a figure shows, and how. */
export const ownLookupSchema = z.strictObject({ ...shownAs, ...ownFields });

const curves = { spec: "learning-curves", size: { widthCm: 17, heightCm: 9 } };
const values = { spec: "final-values", size: { widthCm: 8.5, heightCm: 6.5 } };

/** Stands for the runs of the logs, which are told apart when they are found. */
const series = [{ label: "logs", runs: "." }];

/** A lookup of one's own logs in the terms of all lookups. */
export function ownLookup(content: z.output<typeof ownLookupSchema>): LookupContent {
  const shown = z.object(shownAs).parse(content);
  const hasValues = (content.quantity ?? content.quantities) !== undefined;
  const defaults = hasValues ? values : curves;
  const file = lookupSchema.parse({ ...defaults, ...shown, tags: content.tags, series });
  const logs = completeOwn(z.object(ownFields).parse(content));
  return { ...completeLookup(file), series: [], logs };
}

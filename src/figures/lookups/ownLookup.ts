import * as z from "zod";
import { completeLookup, lookupSchema, type LookupContent } from "./lookupSchema.js";
import { completeOwn, ownFields } from "./ownLogs.js";

const { title, figure, paper, note, caption, print, aliases, data } = lookupSchema.shape;
const { spec, theme, size, type, font, params, panels } = lookupSchema.shape;
const about = { title, figure, paper, note, caption, print, aliases, data };
const shownAs = { ...about, spec, theme, size, type, font, params, panels };

/** What a file with `runs` at its top says: which logs of one's own a figure shows, and how. */
export const ownLookupSchema = z.strictObject({ ...shownAs, ...ownFields });

/** How a lookup is drawn when it does not say so. */
const curves = { spec: "learning-curves", size: { widthCm: 17, heightCm: 9 } };
const values = { spec: "final-values", size: { widthCm: 8.5, heightCm: 6.5 } };
const differences = { spec: "differences", size: { widthCm: 8.5, heightCm: 5 } };
const aggregates = { spec: "aggregates", size: { widthCm: 17, heightCm: 4.5 } };
const reliableSizes = new Map([
  ["improvement", { widthCm: 8.5, heightCm: 4.5 }],
  ["performance-profile", { widthCm: 8.5, heightCm: 6.5 }],
  ["sample-efficiency", { widthCm: 8.5, heightCm: 6.5 }],
]);

/** Stands for the runs of the logs, which are told apart when they are found. */
const series = [{ label: "logs", runs: "." }];

/** A lookup of one's own logs in the terms of all lookups. */
export function ownLookup(content: z.output<typeof ownLookupSchema>): LookupContent {
  const shown = z.object(shownAs).parse(content);
  const defaults = defaultsOf(content);
  // The curves of one's own logs have a spec of their own, and the same name for those who write lookups.
  const named = shown.spec === "curves" ? { spec: "learning-curves" } : {};
  const file = lookupSchema.parse({ ...defaults, ...shown, ...named, tags: content.tags, series });
  const logs = completeOwn(z.object(ownFields).parse(content));
  return { ...completeLookup(file), series: [], logs };
}

function defaultsOf(content: z.output<typeof ownLookupSchema>) {
  if (content.reliable !== undefined || content.statistics !== undefined) {
    const size = reliableSizes.get(content.spec ?? "");
    return { ...aggregates, ...(size && { size }) };
  }
  if (content.compare !== undefined) return differences;
  return (content.quantity ?? content.quantities) === undefined ? curves : values;
}

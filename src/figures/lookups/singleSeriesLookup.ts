import { completeLookup, lookupSchema, type Lookup } from "./lookupSchema.js";
import type { LookupSeries } from "./seriesSchema.js";

/**
 * A lookup that no file holds: the standard figure of one series.
 *
 * @param like a lookup that shows the same runs: these are judged and placed as it says
 * @param name what the user asked for; stands in messages where the file of a lookup does
 */
export function singleSeriesLookup(
  key: string,
  name: string,
  title: string,
  series: LookupSeries,
  like: Lookup | undefined,
): Lookup {
  const content = completeLookup(lookupSchema.parse({ title, series: [series] }));
  const place = { key, isOwn: true, origin: name, folder: "" };
  if (like === undefined) return { ...content, ...place };
  const { statistics, operation, inclusive, better, threshold, parameter, order, columns, names } =
    like;
  const params = like.spec === content.spec ? like.params : content.params;
  const judged = {
    statistics,
    operation,
    inclusive,
    better,
    threshold,
    parameter,
    order,
    columns,
    names,
  };
  return { ...content, ...judged, params, ...place };
}

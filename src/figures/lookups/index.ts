export { defaultThreshold } from "./lookupSchema.js";
export type {
  Lookup,
  LookupOrder,
  LookupSeries,
  ParameterRule,
  PublishedNumber,
  ThresholdRule,
} from "./lookupSchema.js";
export { singleSeriesLookup } from "./singleSeriesLookup.js";
export {
  findLookup,
  readLookup,
  readLookups,
  unknownKey,
  type LookupCatalog,
} from "./readLookups.js";

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
export { readThresholdSet, type ThresholdSet } from "./readThresholds.js";

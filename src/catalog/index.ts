export type {
  Lookup,
  LookupOrder,
  LookupSeries,
  ParameterRule,
  PublishedNumber,
  ThresholdRule,
} from "./lookupSchema.js";
export { findLookup, readLookup, readLookups, type LookupCatalog } from "./readLookups.js";
export { readThresholdSet, type ThresholdSet } from "./readThresholds.js";

export { defaultThreshold } from "./lookupSchema.js";
export type {
  Lookup,
  LookupOrder,
  LookupSeries,
  MetricColumns,
  NameRule,
  Paper,
  ParameterRule,
  PublishedNumber,
  ThresholdRule,
} from "./lookupSchema.js";
export { keyedFiles, lastPart, namedBy, paperFile, paperOf, type KeyedFile } from "./keyedFiles.js";
export { atField, fieldOfSeries, placeOf, withPlaces } from "./placeOf.js";
export { singleSeriesLookup } from "./singleSeriesLookup.js";
export {
  findLookup,
  listLookups,
  readLookup,
  readLookups,
  unknownKey,
  type ListedLookups,
  type LookupCatalog,
  type PackagedPaper,
} from "./readLookups.js";

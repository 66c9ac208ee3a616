export { isNameFormat } from "./lookupSchema.js";
export type {
  Lookup,
  LookupOrder,
  MetricColumns,
  NameRule,
  Paper,
  ParameterRule,
} from "./lookupSchema.js";
export {
  dataOrigins,
  originsOf,
  publishedNumberSchema,
  shownChoices,
  type DataOrigin,
  type PublishedNumber,
  type PublishedTable,
  type Shown,
} from "./paperData.js";
export {
  defaultThreshold,
  hasSource,
  singleSources,
  type LookupSeries,
  type ReferenceRule,
  type ThresholdRule,
} from "./seriesSchema.js";
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

import { curves } from "./curves.js";
import { ownValues } from "./ownValues.js";
import { histograms, hparams, texts } from "./points.js";
import { published } from "./published.js";
import { aggregates } from "./reliable/aggregates.js";
import { efficiency } from "./reliable/efficiency.js";
import { improvements } from "./reliable/improvements.js";
import { profiles } from "./reliable/profiles.js";
import { scalars } from "./scalars.js";
import type { Source } from "./source.js";
import { outcomes, summary } from "./summary.js";

export type { Source, SourceContext, SourceData } from "./source.js";
export { tableSource } from "./tableSource.js";

/**
 * The data that every spec may name, in the order of the documentation. A new one is a file beside these and
 * a line here.
 */
export const sources: readonly Source[] = [
  summary,
  outcomes,
  scalars,
  curves,
  ownValues,
  aggregates,
  improvements,
  profiles,
  efficiency,
  histograms,
  texts,
  hparams,
  published,
];

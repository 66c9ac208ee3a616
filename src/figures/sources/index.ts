import { curves } from "./curves.js";
import { ownValues } from "./ownValues.js";
import { hparams, histograms, texts } from "./points.js";
import { published } from "./published.js";
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
  histograms,
  texts,
  hparams,
  published,
];

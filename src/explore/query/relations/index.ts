import { outcomes, summary } from "./numbers.js";
import { histograms, hparams, texts } from "./points.js";
import type { Relation } from "./relation.js";
import { runs } from "./runs.js";
import { scalars } from "./scalars.js";
import { tableFile } from "./tableFile.js";

/** What a query can select from. A new one is a file in this folder and a line here. */
export const relations: readonly Relation[] = [
  scalars,
  runs,
  hparams,
  texts,
  histograms,
  outcomes,
  summary,
  tableFile,
];

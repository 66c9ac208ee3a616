import { openStreams, type RunDirectory, type Tag } from "../events/index.js";
import { isSequenceMetric } from "./layouts/exportSequences.js";
import { metricTags } from "./layouts/metricTags.js";
import type { TableLayout } from "./rows/joinRuns.js";

/** A run that is not among its first scalars after so many megabytes is not looked at any further. */
const mostSteps = 8;

/**
 * The layout of logs for which none was asked: that of the papers when the first run that logged scalars
 * has one of the metrics of their tasks. What the other runs have shows when they are read.
 */
export function recogniseLayout(runs: readonly RunDirectory[]): TableLayout {
  for (const stream of openStreams(runs, { scalars: true }, () => ({ assumeNoRestarts: true }))) {
    const batches = stream.batches();
    let tags: readonly Tag[] = [];
    for (let step = 0; step < mostSteps && !tags.some(isMetric); step++) {
      if (batches.next().done) break;
      tags = stream.tags;
    }
    batches.return();
    if (tags.some(isScalar)) return tags.some(isMetric) ? "papers" : "general";
  }
  return "general";
}

export const isScalar = ({ kind }: Tag): boolean => kind === "scalar";

const isMetric = (tag: Tag): boolean =>
  isScalar(tag) &&
  ((metricTags as readonly string[]).includes(tag.tag) || isSequenceMetric(tag.tag));

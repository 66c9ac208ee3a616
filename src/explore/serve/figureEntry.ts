import { isUpToDate } from "../../figures/build/buildRecord.js";
import type { Folders } from "../../figures/folders.js";
import type { Lookup } from "../../figures/lookups/index.js";
import { declaredExperiments, declaredRuns } from "../../figures/resolve/declaredExperiments.js";
import { locateSeries } from "../../figures/resolve/locateSeries.js";
import type { FigureEntry } from "../curves/protocol.js";
import { isCommitted } from "./committed.js";

/** A figure as the list of all has it. */
export async function entryOf(
  lookup: Lookup,
  folders: Folders,
  against: string,
): Promise<FigureEntry> {
  const { key, title, paper, figure, series } = lookup;
  const isBuilt = await isUpToDate(lookup, folders).catch(() => undefined);
  const { data, isComplete } = await dataState(lookup, folders);
  return {
    key,
    title,
    paper: paper ?? null,
    figure: figure === undefined ? null : String(figure),
    built: isBuilt === undefined ? "not built" : isBuilt ? "up to date" : "out of date",
    data: series.length === 0 ? "" : data,
    isComplete,
    isCommitted: isCommitted(lookup, against),
  };
}

async function dataState(lookup: Lookup, folders: Folders) {
  const found = lookup.series.map((one) => locateSeries(one, lookup.folder, folders));
  const missing = found.filter((source) => !("path" in source)).length;
  if (missing > 0) {
    const there = found.length - missing;
    const data = there === 0 ? "data missing" : `${there} of ${found.length} series`;
    return { data, isComplete: false };
  }
  const isOwn = (source: (typeof found)[number]) =>
    "kind" in source && source.kind === "runs" && !source.fixture;
  if (found.some(isOwn)) {
    const declared = await declaredRuns(lookup, folders, (_, from) => declaredExperiments(from));
    let [runs, wanted] = [0, 0];
    lookup.series.forEach(({ experiment = "" }, index) => {
      const source = found[index];
      if (!("kind" in source) || source.kind !== "runs") return;
      runs += source.runs.length;
      wanted += Math.max(source.runs.length, declared.get(experiment)?.runs ?? 0);
    });
    if (runs < wanted) return { data: `${runs} of ${wanted} runs`, isComplete: false };
  }
  return { data: "complete", isComplete: true };
}

/** Where a figure comes from; null where it is one's own. */
export function descriptionOf({ paper, figure }: Lookup): string | null {
  if (paper === undefined) return null;
  return figure === undefined ? paper : `${paper}, figure ${figure}`;
}

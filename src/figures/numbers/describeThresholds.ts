import { defaultThreshold, readThresholdFile, type Lookup } from "../lookups/index.js";
import { displayPath } from "../../util/displayPath.js";
import type { Folders } from "../folders.js";

/**
 * Which thresholds a figure's runs are judged by and where these come from, for people:
 * `thresholds/division-by-zero.yaml (computed with ...)`.
 *
 * @returns undefined when they are the single-layer task's, the default
 */
export async function describeThresholds(
  lookup: Lookup,
  folders: Pick<Folders, "thresholds">,
): Promise<string | undefined> {
  const rules = lookup.series.map(({ threshold }) => threshold ?? lookup.threshold);
  const isDefault = rules.every(
    (rule) =>
      typeof rule === "object" &&
      rule.file === defaultThreshold.file &&
      rule.set === defaultThreshold.set,
  );
  if (isDefault) return undefined;
  const sources = new Set(rules.map((rule) => (typeof rule === "number" ? rule : rule.file)));
  const descriptions = await Promise.all(
    [...sources].map(async (source) => {
      if (typeof source === "number") return `the lookup's threshold ${source}`;
      const { path, origin } = await readThresholdFile(folders.thresholds, source);
      return origin === undefined ? displayPath(path) : `${displayPath(path)} (${origin})`;
    }),
  );
  return descriptions.join(" and ");
}

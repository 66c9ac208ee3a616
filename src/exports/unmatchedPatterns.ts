import type { TagKind } from "../events/index.js";
import { didYouMean } from "../util/text/didYouMean.js";
import { unmatchedPatterns } from "../util/text/matchTags.js";
import type { SeenLogs } from "./seenLogs.js";

/** Tells of each pattern that matches no tag of a kind, with the tags that look most like it. */
export function tellUnmatched(
  patterns: readonly string[] | undefined,
  kind: TagKind,
  tell: ((sentence: string) => void) | undefined,
): (seen: SeenLogs) => void {
  return (seen) => {
    const tags = seen.tagsOf(kind);
    for (const pattern of unmatchedPatterns(patterns ?? [], tags)) {
      tell?.(
        `no ${kind} has a tag that matches ${JSON.stringify(pattern)}.${didYouMean(pattern, tags)}`,
      );
    }
  };
}

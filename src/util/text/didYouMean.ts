import { distance } from "fastest-levenshtein";

/**
 * The known names that look most like `name`, best first: what to offer when a name is unknown.
 * Names that share nothing with it are left out.
 */
export function nearestNames(name: string, known: Iterable<string>, count = 3): string[] {
  const wanted = name.toLowerCase();
  const near = [...new Set(known)]
    .map((candidate) => ({ candidate, cost: cost(wanted, candidate.toLowerCase()) }))
    .filter(({ cost }) => cost < 0.7)
    .sort((a, b) => a.cost - b.cost || (a.candidate < b.candidate ? -1 : 1));
  // Next to a name that is almost right, one that is half right only confuses.
  return near
    .filter(({ cost }) => cost <= near[0].cost + 0.09)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** 0 for equal names, 1 for names without a common letter; a name that contains the other is near. */
function cost(wanted: string, candidate: string): number {
  // The same letters in another order are one slip of the fingers.
  const isSwapped = wanted.length > 2 && sorted(wanted) === sorted(candidate);
  const steps = isSwapped ? Math.min(1, distance(wanted, candidate)) : distance(wanted, candidate);
  const edits = steps / Math.max(wanted.length, candidate.length, 1);
  const contained =
    Math.min(wanted.length, candidate.length) > 2 &&
    (candidate.includes(wanted) || wanted.includes(candidate))
      ? 0.5
      : 1;
  return edits * contained;
}

const sorted = (text: string): string => [...text].sort().join("");

/** ` Did you mean "a", "b" or "c"?`, or nothing when no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const names = nearestNames(name, known).map((near) => `"${near}"`);
  if (names.length === 0) return "";
  const last = names.pop()!;
  return ` Did you mean ${names.length > 0 ? `${names.join(", ")} or ` : ""}${last}?`;
}

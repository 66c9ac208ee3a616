/**
 * `numeric`: by the bounds of the ranges, which is what readers look for; `midpoint`: by their middles, so that ranges
 * of both signs stand like on a ruler; `text`: as R sorts labels, the order of the
 * published figures; a list: in the order given.
 */
export type RangeOrder = "numeric" | "midpoint" | "text" | readonly string[];

/**
 * Sorts range labels such as `U[-2,2)`, `U[-6,-2) & U[2,6)` or `TN(0,1):[-5,5)`. In numeric order labels are grouped by
 * distribution, then ordered by their bounds, then by the distribution's parameters. Labels that a given list does
 * not name come after those it names, in numeric order; closed and half-open brackets count as the same.
 */
export function sortRanges(labels: readonly string[], order: RangeOrder = "numeric"): string[] {
  if (order === "text") return [...labels].sort(compareText());
  if (order === "midpoint") return [...labels].sort(compareMidpoints);
  const sorted = [...labels].sort(compareNumbers);
  if (order === "numeric") return sorted;
  const place = new Map(order.map((label, index) => [halfOpen(label), index]));
  const placeOf = (label: string) => place.get(halfOpen(label)) ?? order.length;
  return sorted.sort((a, b) => placeOf(a) - placeOf(b));
}

/** The label with half-open ranges, as the figures print it: `]` becomes `)`. */
export function halfOpen(label: string): string {
  return label.replaceAll("]", ")");
}

function compareText(): (a: string, b: string) => number {
  return new Intl.Collator("en").compare;
}

function compareMidpoints(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  return (
    compareCodeUnits(left.distribution, right.distribution) ||
    middleOf(left.bounds) - middleOf(right.bounds) ||
    compareNumbers(a, b)
  );
}

/** The mean of all bounds: that of U[-6,-2) & U[2,6) is 0. */
function middleOf(bounds: readonly number[]): number {
  return bounds.length === 0 ? 0 : bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length;
}

function compareNumbers(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  return (
    compareCodeUnits(left.distribution, right.distribution) ||
    compareLists(left.bounds, right.bounds) ||
    compareLists(left.parameters, right.parameters) ||
    compareCodeUnits(a, b)
  );
}

const numberPattern = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

function parse(label: string) {
  const numbers = (text: string) =>
    [...text.matchAll(numberPattern)].map(([digits]) => Number(digits));
  const bracket = label.indexOf("[");
  const head = bracket < 0 ? label : label.slice(0, bracket);
  return {
    distribution: head.replace(/[^\p{Letter}].*$/su, ""),
    bounds: bracket < 0 ? [] : numbers(label.slice(bracket)),
    parameters: numbers(head),
  };
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = a[index] - b[index];
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { RunEnd } from "../logs/groupCurve.js";
import type { PlacedCurve, PlacedCurves } from "../logs/placeCurves.js";

/** Names that a sentence about runs lists. */
const mostNames = 5;

/** What a reader must know of curves and cannot see: each once for all panels. */
export function sayWhatIsSpecial(
  { curves, panels, unread }: PlacedCurves,
  warn: (message: string) => void,
): void {
  if (unread.length > 0) {
    warn(`${unread.length} tags are not of the form of "tagName", and left out: ${some(unread)}`);
  }
  const empty = panels.filter(
    ({ panelOrder }) => !curves.some((curve) => curve.panelOrder === panelOrder),
  );
  if (empty.length > 0) {
    warn(`nothing was logged of ${some(empty.map(({ panel }) => panel))}: its panel is empty`);
  }
  sayWhereRunsEnd(curves, warn);
  const moved = curves.filter(({ rule }) => rule !== "exact");
  if (moved.length > 0) {
    const tags = [...new Set(moved.map(({ tag }) => tag))].join(", ");
    warn(
      `runs were logged at different x and are brought to common ones (${moved[0].rule}): ${tags}`,
    );
  }
}

/**
 * Runs that end or diverge, a sentence for each series and tag; tags of which the same is to be said share one. Where
 * there are several tags, it names them.
 */
function sayWhereRunsEnd(curves: readonly PlacedCurve[], warn: (message: string) => void): void {
  const sentences = new Map<
    string,
    { kind: RunEnd["kind"]; series: string; tag: string; runs: string[] }
  >();
  for (const { ends, series, tag } of curves) {
    for (const { run, kind, x, logged = x } of ends) {
      const key = JSON.stringify([kind, series, tag]);
      const sentence = sentences.get(key) ?? { kind, series, tag, runs: [] };
      const what = kind === "diverges" ? `${run} is not finite after` : `${run} ends at`;
      sentence.runs.push(`${what} ${Number(logged.toPrecision(10))}`);
      sentences.set(key, sentence);
    }
  }
  const tagsBySentence = new Map<string, Set<string>>();
  for (const { kind, series, tag, runs } of sentences.values()) {
    const text =
      kind === "diverges"
        ? `${some(runs)}: the curve of ${series} ends there (notFinite: leaveOut goes on with the others)`
        : `${some(runs)}, before the others: from there on the curve of ${series} is one of the other runs`;
    tagsBySentence.set(text, (tagsBySentence.get(text) ?? new Set()).add(tag));
  }
  const hasOneTag = new Set(curves.map(({ tag }) => tag)).size === 1;
  for (const [text, tags] of tagsBySentence) {
    warn(hasOneTag ? text : `${some([...tags])}: ${text}`);
  }
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

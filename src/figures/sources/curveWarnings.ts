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

/** A run is named once, by the first of its tags; those of a series stand in one sentence. */
function sayWhereRunsEnd(curves: readonly PlacedCurve[], warn: (message: string) => void): void {
  const said = new Set<string>();
  const sentences = new Map<string, { kind: RunEnd["kind"]; series: string; runs: string[] }>();
  for (const { ends, series } of curves) {
    for (const { run, kind, x, logged = x } of ends) {
      if (said.has(run)) continue;
      said.add(run);
      const key = JSON.stringify([kind, series]);
      const sentence = sentences.get(key) ?? { kind, series, runs: [] };
      const what = kind === "diverges" ? `${run} is not finite after` : `${run} ends at`;
      sentence.runs.push(`${what} ${Number(logged.toPrecision(10))}`);
      sentences.set(key, sentence);
    }
  }
  for (const { kind, series, runs } of sentences.values()) {
    warn(
      kind === "diverges"
        ? `${some(runs)}: the curve of ${series} ends there (notFinite: leaveOut goes on with the others)`
        : `${some(runs)}, before the others: from there on the curve of ${series} is one of the other runs`,
    );
  }
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

import type { Facts } from "../../facts/fact.js";
import type { Curve } from "../../stats/index.js";
import { matchTags } from "../../util/text/matchTags.js";
import { UserError } from "../../util/userError.js";
import { curveOf, xAxes } from "./curveOf.js";
import { type ReadableRun, readWithFacts } from "./readWithFacts.js";

/** A tag of a run over the axis that was asked for. */
export interface LoggedCurve {
  readonly run: string;
  readonly facts: Facts;
  readonly tag: string;
  readonly curve: Curve;
}

export interface ReadCurvesOptions {
  /** Patterns of tags. */
  readonly tags: readonly string[];
  readonly x: string;
  /** What to call the lookup in messages. */
  readonly origin: string;
  readonly warn: (message: string) => void;
}

/**
 * Reads the curves of some runs, one run after the other. A tag that is the axis is no curve.
 *
 * @throws {UserError} when none of the runs logged a scalar that matches one of the patterns
 */
export async function readCurves(
  runs: readonly ReadableRun[],
  { tags, x, origin, warn }: ReadCurvesOptions,
): Promise<LoggedCurve[]> {
  const matchers = tags.map((pattern) => ({
    pattern,
    matches: matchTags([pattern]),
    found: false,
  }));
  const isAxis = (tag: string) => tag === x && !xAxes.some((axis) => axis === x);
  const scalars = (tag: string) => isAxis(tag) || matchers.some(({ matches }) => matches(tag));
  const curves: LoggedCurve[] = [];
  const seen = new Set<string>();
  const without: string[] = [];
  for await (const { run, facts, read } of readWithFacts(runs, scalars, warn)) {
    for (const tag of read.tags.keys()) seen.add(tag);
    const before = curves.length;
    for (const tag of read.scalars.keys()) {
      if (isAxis(tag)) continue;
      for (const matcher of matchers) matcher.found ||= matcher.matches(tag);
      const prepared = curveOf(read, tag, x);
      if (prepared === undefined) continue;
      const { curve, withoutX } = prepared;
      if (withoutX > 0)
        warn(`${run.name}: ${tag}: ${withoutX} values have no ${x}, and are left out`);
      if (curve.x.length > 0) curves.push({ run: run.name, facts, tag, curve });
    }
    if (curves.length === before) without.push(run.name);
  }
  if (curves.length === 0) {
    throw new UserError(
      `${origin}: no run logged a scalar that matches ${tags.join(", ")}${x === "step" ? "" : ` together with ${x}`}.\n` +
        `They logged: ${[...seen].slice(0, 20).join(", ") || "nothing"}.`,
    );
  }
  for (const { pattern, found } of matchers) {
    if (!found) warn(`no run logged a scalar that matches "${pattern}"`);
  }
  if (without.length > 0) {
    warn(
      `${without.length} of ${runs.length} runs logged none of the tags, and are left out: ${without.slice(0, 5).join(", ")}`,
    );
  }
  return curves;
}

import { judgeRun, upperMeanBound } from "../../stats/index.js";
import { smallest } from "../../util/lists/longLists.js";
import { own } from "../../util/own.js";
import { loadSeries } from "../data/loadSeries.js";
import { type Lookup, placeOf } from "../lookups/index.js";
import type { ReferenceRuns, Threshold } from "../resolve/readThresholds.js";
import type { ResolvedSeries } from "../resolve/resolvedFigure.js";
import { runDecoder, runsWhere, text } from "./decodedRuns.js";

/** Reference runs that were found. */
export type FoundReference = Pick<ReferenceRuns, "rule"> & {
  readonly place: ResolvedSeries["source"];
};

/** What reference runs reach at one place. */
export interface ReferenceBound {
  /** Of the runs' names; null where they say none. */
  readonly operation: string | null;
  readonly place: string | null;
  /** Errors of the runs at their best rows; null where a run has none there. */
  readonly errors: readonly (number | null)[];
  /** The upper bound of their mean; undefined where not all have a finite error, and for one run alone. */
  readonly threshold: number | undefined;
  /** The same by the degrees of freedom that the authors took, where the rule says them. */
  readonly asPublished: number | undefined;
}

/** What reference runs say. */
export interface ReferenceBounds {
  readonly names: readonly string[];
  /** Rows of the run that has fewest. */
  readonly rows: number;
  readonly bounds: readonly ReferenceBound[];
}

/**
 * Upper bounds of Student's interval of the mean error of reference runs at their best rows, by operation and place.
 *
 * @param warn is told what was left out on the way
 */
export async function referenceBounds(
  limit: Threshold,
  reference: FoundReference,
  lookup: Lookup,
  warn: (message: string) => void,
): Promise<ReferenceBounds> {
  const { names, rows, byPlace } = await errorsOf(limit, reference, lookup, warn);
  const { confidence, degreesOfFreedom } = reference.rule;
  const bounds = [...byPlace.values()].map((one): ReferenceBound => {
    const numbers = one.errors.flatMap((value) => value ?? []).filter(Number.isFinite);
    const isWhole = numbers.length >= Math.max(2, one.errors.length);
    const bound = (degrees: number | undefined) =>
      isWhole ? upperMeanBound(numbers, { confidence, degreesOfFreedom: degrees }) : undefined;
    const threshold = bound(undefined);
    const asPublished = degreesOfFreedom === undefined ? threshold : bound(degreesOfFreedom);
    return { ...one, threshold, asPublished };
  });
  return { names, rows, bounds };
}

interface PlaceErrors {
  readonly operation: string | null;
  readonly place: string | null;
  readonly errors: (number | null)[];
}

/** Errors of the reference runs at their best rows, by operation and place. */
async function errorsOf(
  limit: Threshold,
  { rule, place }: FoundReference,
  lookup: Lookup,
  warn: (message: string) => void,
): Promise<{ names: string[]; rows: number; byPlace: Map<string, PlaceErrors> }> {
  const { reference, by } = rule;
  const series = { label: "reference runs", ...reference, source: place, limit };
  const decode = runDecoder(lookup, [{ where: reference.where, limit: { by } }]);
  const runs = await loadSeries(series, lookup, warn, (rows) => {
    // Whether it is solved does not matter here.
    const options = { threshold: 0, better: lookup.better, bestWindow: lookup.bestRows };
    const { extrapolationError: error, rows: logged } = judgeRun(rows, options);
    return decode({ name: rows.name, ...(rows.at && { at: rows.at }), error, logged });
  });
  const isMeant = runsWhere(reference.where, runs, (fact) =>
    placeOf(lookup, `threshold.reference.where.${fact}`),
  );
  const meant = runs.filter(isMeant);
  const byPlace = new Map<string, PlaceErrors>();
  for (const { run, decoded } of meant) {
    const [operation, place] = [text(decoded["operation"]), text(own(decoded, by))];
    const key = `${operation} ${place}`;
    const one: PlaceErrors = byPlace.get(key) ?? { operation, place, errors: [] };
    one.errors.push(run.error);
    byPlace.set(key, one);
  }
  const names = [...new Set(meant.map(({ run }) => run.name))];
  return { names, rows: smallest(meant.map(({ run }) => run.logged)), byPlace };
}

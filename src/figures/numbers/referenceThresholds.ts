import { displayPath } from "../../util/text/displayPath.js";
import { placeOf, type ReferenceRule } from "../lookups/index.js";
import { referenceName, type ReferenceRuns, type Threshold } from "../resolve/readThresholds.js";
import type { ResolvedData, ResolvedSeries } from "../resolve/resolvedFigure.js";
import { referenceBounds } from "./referenceBounds.js";

/** What thresholds of reference runs are computed from. */
export interface JudgedFigure extends Pick<ResolvedData, "series" | "lookup" | "statistics"> {
  /** How many rows a whole run of an experiment logs; 0 where nobody declares it. */
  readonly rowsOf: (experiment: string) => number;
}

/** The series of a figure, with thresholds of those that are judged by reference runs. */
export async function withReferenceThresholds(
  figure: JudgedFigure,
  warn: (message: string) => void,
): Promise<ResolvedSeries[]> {
  const computed = new Map<string, Promise<Threshold>>();
  return Promise.all(
    figure.series.map(async (one) => {
      const { reference } = one.limit;
      if (reference === undefined) return one;
      const key = JSON.stringify(reference.rule);
      const limit = computed.get(key) ?? ofReference(one.limit, reference, figure, warn);
      computed.set(key, limit);
      return { ...one, limit: await limit };
    }),
  );
}

/**
 * Thresholds by operation and place: the upper bound of Student's interval of the runs' mean error at their best rows.
 * `warn` is told why there is none.
 */
async function ofReference(
  limit: Threshold,
  { rule, place }: ReferenceRuns,
  { lookup, statistics, rowsOf }: JudgedFigure,
  warn: (message: string) => void,
): Promise<Threshold> {
  const name = referenceName(rule);
  const where = placeOf(lookup, "threshold");
  if ("lookedIn" in place) {
    warn(
      `${where}: no threshold: there are no reference runs ${name} (looked in ${place.lookedIn.join(", ")}). ` +
        remedyOf(rule),
    );
    return limit;
  }
  const { names, rows, bounds } = await referenceBounds(limit, { rule, place }, lookup, warn);
  const { confidence } = rule;
  const thresholds = new Map<string, number>();
  const missing: string[] = [];
  for (const bound of bounds) {
    const key = `${bound.operation} ${bound.place}`;
    const threshold = statistics === "published" ? bound.asPublished : bound.threshold;
    if (threshold === undefined) missing.push(key);
    else thresholds.set(key, threshold);
  }
  const count = names.length;
  const whole = rowsOf(rule.reference.experiment ?? "");
  if (count > 0 && rows < whole) {
    warn(`reference runs: not trained to the end: ${rows} of ${whole} rows`);
  }
  if (count < 2) {
    warn(
      `${where}: no threshold: ${count === 0 ? "none" : "one alone"} of the reference runs in ${displayPath(place.path)} counts` +
        `${count === 0 ? "" : ` (${names[0]})`}, and the bound of a mean needs at least two. ${remedyOf(rule)}`,
    );
  } else if (missing.length > 0) {
    warn(
      `${where}: no threshold at ${missing.join(", ")}: not all reference runs have a finite error there`,
    );
  }
  return {
    ...limit,
    of: (operation, at) => thresholds.get(`${operation} ${at}`),
    ...(thresholds.size > 0 && {
      description: `the upper ${Number((confidence * 100).toPrecision(6))} % bound of the mean error of ${count} runs of ${name}`,
    }),
  };
}

/** What to do where reference runs are missing. */
export const remedyOf = ({ reference: { experiment } }: ReferenceRule): string =>
  experiment === undefined
    ? "Give other runs, or a number."
    : `Train them: figures train ${experiment}`;

import { meets } from "../../facts/where.js";
import { judgeRun, upperMeanBound } from "../../stats/index.js";
import { own } from "../../util/own.js";
import { displayPath } from "../../util/text/displayPath.js";
import { loadSeries } from "../data/loadSeries.js";
import { type Lookup, placeOf, type ReferenceRule } from "../lookups/index.js";
import { referenceName, type ReferenceRuns, type Threshold } from "../resolve/readThresholds.js";
import type { ResolvedData, ResolvedSeries } from "../resolve/resolvedFigure.js";
import { decodeRuns, text } from "./judgeSeries.js";

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
  const errors = await errorsOf(limit, { rule, place }, lookup, warn);
  const { confidence } = rule;
  const degreesOfFreedom = statistics === "published" ? rule.degreesOfFreedom : undefined;
  const thresholds = new Map<string, number>();
  for (const [key, values] of errors.byPlace) {
    const numbers = values.flatMap((value) => value ?? []).filter(Number.isFinite);
    if (numbers.length < Math.max(2, values.length)) continue;
    thresholds.set(key, upperMeanBound(numbers, { confidence, degreesOfFreedom }));
  }
  const count = errors.names.length;
  const whole = rowsOf(rule.reference.experiment ?? "");
  if (count > 0 && errors.rows < whole) {
    warn(`reference runs: not trained to the end: ${errors.rows} of ${whole} rows`);
  }
  if (count < 2) {
    warn(
      `${where}: no threshold: ${count === 0 ? "none" : "one alone"} of the reference runs in ${displayPath(place.path)} counts` +
        `${count === 0 ? "" : ` (${errors.names[0]})`}, and the bound of a mean needs at least two. ${remedyOf(rule)}`,
    );
  } else if (thresholds.size < errors.byPlace.size) {
    const missing = [...errors.byPlace.keys()].filter((key) => !thresholds.has(key));
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

const remedyOf = ({ reference: { experiment } }: ReferenceRule): string =>
  experiment === undefined
    ? "Give other runs, or a number."
    : `Train them: figures train ${experiment}`;

/** Errors of the reference runs at their best rows, by operation and place. */
async function errorsOf(
  limit: Threshold,
  { rule, place }: Pick<ReferenceRuns, "rule"> & { place: ResolvedSeries["source"] },
  lookup: Lookup,
  warn: (message: string) => void,
): Promise<{ names: string[]; rows: number; byPlace: Map<string, (number | null)[]> }> {
  const { reference, by } = rule;
  const series = { label: "reference runs", ...reference, source: place, limit };
  const judged = await loadSeries(series, lookup, warn, (rows) => {
    // Whether it is solved does not matter here.
    const options = { threshold: 0, better: lookup.better, bestWindow: lookup.bestRows };
    const { extrapolationError: error, rows: logged } = judgeRun(rows, options);
    return { name: rows.name, ...(rows.at && { at: rows.at }), error, logged };
  });
  const runs = decodeRuns(judged, lookup);
  const isMeant =
    reference.where === undefined
      ? () => true
      : meets(
          reference.where,
          runs.map(({ facts }) => facts),
          (fact) => placeOf(lookup, `threshold.reference.where.${fact}`),
        );
  const meant = runs.filter(({ facts }) => isMeant(facts));
  const byPlace = new Map<string, (number | null)[]>();
  for (const { run, decoded } of meant) {
    const key = `${text(decoded["operation"])} ${text(own(decoded, by))}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), run.error]);
  }
  const names = [...new Set(meant.map(({ run }) => run.name))];
  return { names, rows: Math.min(...meant.map(({ run }) => run.logged)), byPlace };
}

import { columnName } from "../../exports/layouts/metricTags.js";

/**
 * Which tags hold the errors, as they were logged or as columns of the papers' layout are called; the
 * exporter's names unless a lookup says otherwise.
 */
export interface MetricColumns {
  readonly interpolation: string;
  /** With `{fact}` in it: one for each value of the fact, which then is one of the run's at that place. */
  readonly extrapolation: string;
  /** null when the logs have no sparsity error. */
  readonly sparsity: string | null;
}

/** The columns of the exporter (`metric/valid/interpolation` and so on). */
export const exportedColumns: MetricColumns = {
  interpolation: "metric.valid.interpolation",
  extrapolation: "metric.test.extrapolation",
  sparsity: "sparse.error.max",
};

/**
 * The tag or column that is meant by a name: the one that is called so, else the only one that is but for
 * "/" written as ".", as the original exporter writes it.
 */
export function presentColumn(wanted: string, present: readonly string[]): string | undefined {
  if (present.includes(wanted)) return wanted;
  const alike = present.filter((name) => columnName(name) === columnName(wanted));
  return alike.length === 1 ? alike[0] : undefined;
}

/** A metric as it is called, and what its name says where a lookup asks for it with a place: `…/{length}/mse`. */
export interface PlacedMetric {
  readonly name: string;
  readonly at?: Readonly<Record<string, string | number>>;
}

const placePattern = /\{([^{}]+)\}/;

/** Whether a metric is logged once for each value of a fact. */
export const isPlaced = (wanted: string): boolean => placePattern.test(wanted);

/**
 * All columns that are meant by a name: one, or those that have anything where it has `{fact}`, in the order of numbers.
 * "/" and "." are the same, as for {@link presentColumn}.
 */
export function presentColumns(wanted: string, present: readonly string[]): PlacedMetric[] {
  if (!isPlaced(wanted)) {
    const name = presentColumn(wanted, present);
    return name === undefined ? [] : [{ name }];
  }
  const [before, fact, after] = columnName(wanted).split(placePattern);
  return present
    .flatMap((name) => {
      const shown = columnName(name);
      const isMeant = shown.startsWith(before) && shown.endsWith(after);
      const value = shown.slice(before.length, shown.length - after.length);
      if (!isMeant || value === "" || value.includes(".")) return [];
      return [{ name, at: { [fact]: /^\d+$/.test(value) ? Number(value) : value } }];
    })
    .sort((a, b) => compareValues(Object.values(a.at)[0], Object.values(b.at)[0]));
}

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : 1;
}

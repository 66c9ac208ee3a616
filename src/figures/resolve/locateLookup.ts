import { UserError } from "../../util/userError.js";
import type { Folders } from "../folders.js";
import {
  fieldOfSeries,
  hasSource,
  placeOf,
  singleSources,
  type Lookup,
  type LookupSeries,
} from "../lookups/index.js";
import { declaredExperiments } from "./declaredExperiments.js";
import { locateSeries } from "./locateSeries.js";
import type { MissingSeries } from "./seriesSource.js";
import type { SeriesSource } from "./resolvedFigure.js";

/** The series of a lookup, one for each of their experiments, with their data. */
export interface LocatedLookup {
  readonly series: readonly (LookupSeries & { readonly source: SeriesSource })[];
  /** Series without data, of a figure that can do without them. */
  readonly missing: readonly LookupSeries[];
}

/**
 * Where the data of every series of a lookup are.
 *
 * @param demand `all`: each has to have some; `any`: one of them; `none`
 * @throws {UserError} naming every experiment that is missing, where it was looked for, and what to run
 */
export async function locateLookup(
  lookup: Lookup,
  folders: Folders,
  demand: "all" | "any" | "none" = "all",
): Promise<LocatedLookup> {
  const series = singleSources(lookup.series).filter(hasSource);
  const places = series.map((one) => locateSeries(one, lookup.folder, folders));
  const missing = places.filter((place) => "lookedIn" in place);
  const found = series.flatMap((one, index) => {
    const source = places[index];
    return "path" in source ? [{ ...one, source }] : [];
  });
  const isEnough = demand === "all" ? missing.length === 0 : demand === "none" || found.length > 0;
  if (!isEnough) throw await missingData(lookup, missing, folders);
  return { series: found, missing: missing.map(({ series }) => series) };
}

async function missingData(
  lookup: Lookup,
  missing: readonly MissingSeries[],
  folders: Folders,
): Promise<UserError> {
  const lines = missing.map(({ series, lookedIn }) => {
    const name = series.experiment ?? series.table ?? series.runs?.join(", ");
    const place = placeOf(lookup, fieldOfSeries(lookup, series.label));
    const where = lookup.places === undefined ? "" : `${place}: `;
    return `  ${where}${series.label}: ${name}\n    looked in ${lookedIn.join(", ")}`;
  });
  const experiments = missing.flatMap(({ series }) => series.experiment ?? []);
  const [experiment] = experiments;
  const train = await trainCommand(experiments, folders);
  const remedy =
    experiment === undefined
      ? `Paths in a lookup are relative to its file, ${lookup.origin}.`
      : (train === undefined ? "Put" : `Train what is missing:\n  ${train}\nor put`) +
        ` event files into ${folders.runs}/${experiment}/, or export them from where they are:\n` +
        `  figures export <logdir> --out ${folders.tables}/${experiment}.parquet`;
  const count = `${missing.length} of the ${lookup.series.length} series`;
  return new UserError(`${lookup.key}: no data for ${count}:\n${lines.join("\n")}\n${remedy}`);
}

/** The command that trains those of the experiments that a pipeline declares, if it declares any. */
async function trainCommand(
  experiments: readonly string[],
  folders: Folders,
): Promise<string | undefined> {
  const declared = new Set((await declaredExperiments(folders)).map(({ name }) => name));
  const names = [...new Set(experiments)].filter((name) => declared.has(name));
  if (names.length === 0) return undefined;
  const runs = folders.runs === "runs" ? "" : ` --runs ${JSON.stringify(folders.runs)}`;
  return `figures train ${names.join(" ")}${runs}`;
}

import { UserError } from "../../util/userError.js";
import type { Folders } from "../folders.js";
import { fieldOfSeries, placeOf, type Lookup } from "../lookups/index.js";
import { declaredExperiments } from "./declaredExperiments.js";
import { locateSeries, type MissingSeries } from "./locateSeries.js";
import type { SeriesSource } from "./resolvedFigure.js";

/**
 * Where the data of every series of a lookup are.
 *
 * @throws {UserError} naming every experiment that is missing, where it was looked for, and what to run
 */
export async function locateLookup(lookup: Lookup, folders: Folders): Promise<SeriesSource[]> {
  const found = lookup.series.map((series) => locateSeries(series, lookup.folder, folders));
  const missing = found.filter((source) => "lookedIn" in source);
  if (missing.length > 0) throw await missingData(lookup, missing, folders);
  return found.filter((source) => "path" in source);
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

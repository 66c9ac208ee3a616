import { statOrUndefined } from "../../util/statOrUndefined.js";
import { basename, resolve } from "node:path";
import {
  readLookup,
  singleSeriesLookup,
  unknownKey,
  type Lookup,
  type LookupCatalog,
} from "../lookups/index.js";
import type { Folders } from "../folders.js";
import { UserError } from "../../util/userError.js";
import { readText } from "../../util/yaml/readYaml.js";
import { yamlFiles } from "../../util/yaml/yamlFiles.js";
import { brokenPipelines, declaredExperiments } from "./declaredExperiments.js";
import { listRuns } from "../../events/index.js";
import { decodeRunName } from "../../experiments/names/runName.js";
import { withTableNames } from "../../exports/readNamedRuns.js";
import { readProject } from "../lookups/ownProject.js";
import { ownFigure } from "../logs/ownFigure.js";
import { locateSeries } from "./locateSeries.js";

/**
 * The lookup of what a user calls a figure: a lookup key, or, when there is no such key, an experiment
 * (`sltr-in2/nru`), a table's file or a log directory, which is then shown alone.
 *
 * @throws {UserError} when a lookup file is invalid, or naming the nearest keys and experiments
 */
export function figureLookup(name: string, folders: Folders): Promise<Lookup> {
  return readLookup(folders.lookups, name, async (catalog) => {
    const isFile = !(await mayBeExperiment(name, folders));
    return (
      (isFile && (await fileLookup(name, folders))) ||
      ((await experimentLookup(name, await catalog(), folders)) ??
        (await fileLookup(name, folders)) ??
        unknown(name, await catalog(), folders))
    );
  });
}

/** Whether an experiment may be called so: a glance, as taking all pipelines apart takes longer than most figures. */
async function mayBeExperiment(name: string, folders: Folders): Promise<boolean> {
  if ("path" in locateSeries({ label: name, experiment: name }, "", folders)) return true;
  const texts = await Promise.all(yamlFiles(folders.pipelines).map(readText));
  const escaped = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const key = new RegExp(`(^|[\\s"'{,])${escaped}["']?\\s*:`, "m");
  return texts.some((text) => key.test(text));
}

async function experimentLookup(
  name: string,
  { lookups }: LookupCatalog,
  folders: Folders,
): Promise<Lookup | undefined> {
  if (name.startsWith(".")) return undefined;
  const experiments = await declaredExperiments(folders);
  const experiment = experiments.find((one) => one.name === name);
  const isFolderOfExperiments = experiments.some((one) => one.name.startsWith(`${name}/`));
  const hasData = "path" in locateSeries({ label: name, experiment: name }, "", folders);
  if (experiment === undefined && (isFolderOfExperiments || !hasData)) return undefined;

  const like = lookups.find(({ series }) => series.some((one) => one.experiment === name));
  const shown = like?.series.find((one) => one.experiment === name);
  const label = experiment?.title ?? shown?.label ?? basename(name);
  const purpose = experiment === undefined ? "" : `: ${experiment.purpose.replace(/\.$/, "")}`;
  const threshold = shown?.threshold ?? like?.threshold;
  return singleSeriesLookup(
    name,
    name,
    `${name}${purpose}`,
    { label, experiment: name, ...(threshold !== undefined && { threshold }) },
    like,
  );
}

async function fileLookup(name: string, { lookups }: Folders): Promise<Lookup | undefined> {
  const stats = statOrUndefined(name);
  const isTable = stats?.isFile() && /\.(csv|parquet)$/i.test(name);
  if (!isTable && !stats?.isDirectory()) return undefined;
  const path = resolve(name);
  const label = basename(path).replace(/\.(csv|parquet)$/i, "");
  if (!isTable) {
    const runs = withTableNames(listRuns(path), path);
    // Runs that are named like the papers' are judged as in the papers.
    if (runs.length > 0 && !runs.some((run) => isPaperRun(run.name))) {
      return ownFigure(path, runs, await readProject(lookups[0]));
    }
  }
  const source = isTable ? { table: path } : { runs: [path] };
  return singleSeriesLookup(label, name, label, { label, ...source }, undefined);
}

function isPaperRun(name: string): boolean {
  return decodeRunName(basename(name)) !== null;
}

async function unknown(name: string, catalog: LookupCatalog, folders: Folders): Promise<never> {
  const experiments = (await declaredExperiments(folders)).map((experiment) => experiment.name);
  const error = unknownKey(catalog, name, experiments);
  const broken = await brokenPipelines(folders);
  throw broken === "" ? error : new UserError(`${error.message}${broken}`, error.exitCode);
}

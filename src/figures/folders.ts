import { join } from "node:path";
import { own } from "../util/own.js";
import { packageFolder } from "../util/packageFolder.js";

/** Where everything is read from and written to. Lists are searched in order. */
export interface Folders {
  /** Log directories of experiments: `<runs>/<experiment>/<run>/`. */
  readonly runs: string;
  /** Exported tables: `<tables>/<experiment>.parquet` or `.csv`. */
  readonly tables: string;
  /** Figures and their numbers. */
  readonly out: string;
  /** Data that come with a project: `runs/` and `tables/` below each of them are looked in last. */
  readonly fixtures: readonly string[];
  readonly lookups: readonly string[];
  readonly pipelines: readonly string[];
  readonly thresholds: readonly string[];
  /** Specs (`<name>.vl.json`). */
  readonly figures: readonly string[];
}

/** Folders named on the command line; what is left out comes from the environment or the default. */
export type FolderOptions = Partial<Record<"runs" | "tables" | "out" | "lookups", string>>;

/**
 * The folders of a project: options first, then `FIGURES_RUNS`, `FIGURES_TABLES`, `FIGURES_OUT` and
 * `FIGURES_LOOKUPS`, then folders of the working directory. What a project does not have itself is
 * taken from the package.
 */
export function resolveFolders(
  options: FolderOptions = {},
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = "",
): Folders {
  const here = (name: string) => join(workingDirectory, name);
  const both = (name: string) => [here(name), packageFolder(name)];
  // A variable that is set to nothing counts as none.
  const named = (name: "runs" | "tables" | "out" | "lookups") =>
    options[name] ?? (own(environment, `FIGURES_${name.toUpperCase()}`) || undefined);
  const lookups = named("lookups");
  return {
    runs: named("runs") ?? here("runs"),
    tables: named("tables") ?? here("tables"),
    out: named("out") ?? here("out"),
    fixtures: both("fixtures"),
    lookups: lookups === undefined ? both("lookups") : [lookups, packageFolder("lookups")],
    pipelines: both("pipelines"),
    thresholds: both("thresholds"),
    figures: both("figures"),
  };
}

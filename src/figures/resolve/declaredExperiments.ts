import type { Experiment } from "../../experiments/experiment.js";
import type { Folders } from "../folders.js";

/** A command has one set of folders, and all its figures the same experiments: they are read once. */
const read = new WeakMap<Folders, Promise<Experiment[]>>();

/** The experiments that pipelines declare. */
export function declaredExperiments(folders: Folders): Promise<Experiment[]> {
  const before = read.get(folders);
  if (before !== undefined) return before;
  // Reading them takes longer than most figures do without.
  const experiments = import("../../experiments/readPipelines.js").then(({ readPipelines }) =>
    readPipelines(folders.pipelines),
  );
  read.set(folders, experiments);
  return experiments;
}

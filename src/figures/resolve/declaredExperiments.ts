import type { Experiment } from "../../experiments/experiment.js";
import { smallest } from "../../util/lists/longLists.js";
import { UserError } from "../../util/userError.js";
import type { Folders } from "../folders.js";
import type { Lookup } from "../lookups/index.js";

interface Declared {
  readonly experiments: readonly Experiment[];
  /** Of the pipeline files that could not be read. */
  readonly errors: readonly UserError[];
}

/** A command has one set of folders, and all its figures the same experiments: they are read once. */
const read = new WeakMap<Folders, Promise<Declared>>();

/** Folders of which one figure's experiments were read, and no others. */
const readInPart = new WeakSet<Folders>();

/** The experiments that pipelines declare; files that cannot be read are left out. */
export async function declaredExperiments(folders: Folders): Promise<readonly Experiment[]> {
  return (await declared(folders)).experiments;
}

/**
 * The same for those who need to know whether some experiments are declared, and how.
 *
 * @throws {UserError} when one of them is not, and may be in a file that cannot be read
 */
export async function needDeclared(
  names: readonly string[],
  folders: Folders,
): Promise<readonly Experiment[]> {
  const isMissingIn = (experiments: readonly Experiment[]) =>
    names.some((name) => !experiments.some((one) => one.name === name));
  // A command of one figure needs few files, one of many figures all of them.
  const isFirst = !read.has(folders) && !readInPart.has(folders);
  readInPart.add(folders);
  const some = isFirst ? await readDeclared(folders, names) : undefined;
  if (some?.errors.length === 0 && !isMissingIn(some.experiments)) return some.experiments;
  const { experiments, errors } = await declared(folders);
  if (errors.length === 0 || !isMissingIn(experiments)) return experiments;
  throw new UserError(errors.map(({ message }) => message).join("\n"));
}

/** What to add to the message that a name is unknown: the files that may declare it but cannot be read. */
export async function brokenPipelines(folders: Folders): Promise<string> {
  const { errors } = await declared(folders);
  if (errors.length === 0) return "";
  const complaints = errors.map(({ message }) => message).join("\n");
  return `\nIt may be declared in a file that cannot be read:\n${complaints}`;
}

function declared(folders: Folders): Promise<Declared> {
  const before = read.get(folders);
  if (before !== undefined) return before;
  const reading = readDeclared(folders);
  read.set(folders, reading);
  return reading;
}

/** Reading all of them takes longer than most figures do without. */
async function readDeclared(folders: Folders, needed?: readonly string[]): Promise<Declared> {
  const { readPipelines } = await import("../../experiments/readPipelines.js");
  const errors: UserError[] = [];
  const onError = (error: UserError) => void errors.push(error);
  const options = { onError, ...(needed && { needed }) };
  return { experiments: await readPipelines(folders.pipelines, options), errors };
}

/** How much of an experiment there is when all of it was trained. */
export interface DeclaredSize {
  readonly runs: number;
  /** Rows of metrics that a whole run logs; of variations that differ in it, the least. */
  readonly rows: number;
}

/**
 * How large the experiments are that a lookup shows, by their names.
 *
 * @param find which experiments there are; default: see {@link needDeclared}
 * @throws {UserError} as `find` does
 */
export async function declaredRuns(
  { series }: Pick<Lookup, "series">,
  folders: Folders,
  find = needDeclared,
): Promise<ReadonlyMap<string, DeclaredSize>> {
  const named = series.flatMap(({ experiment }) => experiment ?? []);
  if (named.length === 0) return new Map();
  const experiments = await find(named, folders);
  const { declaredRows } = await import("../../experiments/declaredRows.js");
  return new Map(
    experiments.map(({ name, seeds, variations, settings: shared }) => {
      const rows = variations.map(({ settings }) => declaredRows({ ...shared, ...settings }));
      return [name, { runs: seeds.length * variations.length, rows: smallest(rows) }];
    }),
  );
}

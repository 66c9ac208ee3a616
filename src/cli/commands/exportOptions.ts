import { resolve } from "node:path";
import type { PointKind } from "../../exports/exportPoints.js";
import type { LogDirectories } from "../../exports/logDirectories.js";
import type { AlignRule } from "../../stats/index.js";
import { UserError } from "../../util/userError.js";

/** What `figures export` was asked for. */
export interface Options {
  readonly reduce?: string;
  readonly by?: string[];
  readonly name?: string;
  readonly pattern?: string;
  /** A table of facts, or all that names and hyperparameters say. */
  readonly facts?: string | true;
  readonly lookup?: string;
  readonly align?: AlignRule | "auto";
  readonly events?: string;
  readonly out?: string;
  readonly format?: "csv" | "parquet";
  readonly tags?: string[];
  readonly long?: boolean;
  readonly weights?: boolean;
  readonly gates?: boolean;
  readonly weightsOnly?: boolean;
  readonly decodeNames?: boolean;
  readonly strict?: boolean;
  readonly checksums: "decoded" | "all" | "none";
  /** "restart" when none is given; then --strict does not let anything pass that it leaves out. */
  readonly supersede?: "restart" | "step" | "session" | "none";
  readonly tensorboardDir?: string;
  readonly csvOut?: string;
  readonly exportGate?: boolean;
  readonly verbose?: boolean;
  readonly kind: "scalars" | PointKind;
  readonly images?: string;
  readonly follow?: boolean;
}

/**
 * The logs that are read and the file that is written.
 *
 * @throws {UserError} when they are not given, or given twice, and for options that do not go together
 */
export function placesOf(
  logDirectories: readonly string[],
  options: Options,
): { readonly directories: readonly string[]; readonly out: string | undefined } {
  const [argument, ...others] = logDirectories;
  const first = oneOf(argument, options.tensorboardDir, "<logdir>", "--tensorboard-dir");
  const out = oneOf(options.out, options.csvOut, "--out", "--csv-out");
  refuseContradictions(options, out);
  return { directories: first === undefined ? [] : [first, ...others], out };
}

/**
 * The log directories of a command, at least one.
 *
 * @throws {UserError} when there is none
 */
export function logsOf(directories: readonly string[]): LogDirectories {
  if (directories.length === 0) {
    throw new UserError("Which logs? Give the folder that holds the runs.", 2);
  }
  return directories.length === 1 ? directories[0] : directories;
}

/**
 * The one log directory that is to be followed.
 *
 * @throws {UserError} when there are several
 */
export function logToFollow(directories: LogDirectories): string {
  if (typeof directories === "string") return directories;
  throw severalFolders(directories);
}

/** The error for several folders, of which a shell may have made one pattern. */
function severalFolders(folders: readonly string[]): UserError {
  const links = folders
    .slice(0, 2)
    .map((folder) => `ln -s ${JSON.stringify(resolve(folder))} all/`);
  return new UserError(
    `--follow goes on with one folder of runs, not ${folders.length}: ${folders.slice(0, 3).join(", ")}${folders.length > 3 ? ", ..." : ""}.\n` +
      `Give the folder that holds them all, or one of links (mkdir all; ${links.join("; ")}; figures export all --follow).`,
    2,
  );
}

/** @throws {UserError} for options that do not go together */
function refuseContradictions(options: Options, out: string | undefined): void {
  const refuse = (reason: string): never => {
    throw new UserError(reason, 2);
  };
  const { format, kind } = options;
  const forReduce = ["by", "align", "events"] as const;
  const alone = forReduce.find((option) => options[option] !== undefined);
  if (options.reduce === undefined && alone !== undefined) {
    refuse(`--${alone} goes with --reduce, such as --reduce mean,std.`);
  }
  if (options.reduce !== undefined && (options.long || options.follow || kind !== "scalars")) {
    refuse("--reduce is a table of its own: leave out --long, --follow and --kind.");
  }
  const aboutFacts = (["name", "pattern", "facts", "lookup"] as const).find(
    (option) => options[option] !== undefined,
  );
  if (aboutFacts !== undefined && (options.follow || options.images !== undefined)) {
    refuse(`--${aboutFacts} makes columns of a table: leave out --follow and --images.`);
  }
  if (options.lookup !== undefined && (options.name ?? options.pattern ?? options.facts)) {
    refuse("--lookup says where facts come from: leave out --name, --pattern and --facts.");
  }
  if (out === undefined && format === "parquet") {
    refuse("Parquet is not for terminals: give a file with --out.");
  }
  if (options.weightsOnly && (options.tags || options.long)) {
    refuse("--weights-only exports no scalars: leave out --tags and --long.");
  }
  if (kind !== "scalars" && (options.long || options.weightsOnly || options.follow)) {
    refuse(`--kind ${kind} is a table of its own: leave out --long, --weights-only and --follow.`);
  }
  if (options.follow && (format === "parquet" || /\.parquet$/i.test(out ?? ""))) {
    refuse("--follow writes rows as they come, which Parquet cannot: give a .csv file.");
  }
  const isKnown = out === undefined || format !== undefined || /\.(csv|parquet)$/i.test(out);
  if (!isKnown && options.csvOut === undefined) {
    refuse(`Is ${out} to be CSV or Parquet? Give it the ending .csv or .parquet, or say --format.`);
  }
}

/** Two spellings of one option: whichever is given. */
function oneOf(
  first: string | undefined,
  second: string | undefined,
  firstName: string,
  secondName: string,
): string | undefined {
  if (first !== undefined && second !== undefined) {
    throw new UserError(`${firstName} and ${secondName} mean the same: give one of them.`, 2);
  }
  return first ?? second;
}

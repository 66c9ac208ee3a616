import { resolve } from "node:path";
import { withFactColumns } from "../../exports/factColumns.js";
import type { LogDirectories } from "../../exports/logDirectories.js";
import { findNamedRuns } from "../../exports/readNamedRuns.js";
import { factNames, type Facts } from "../../facts/fact.js";
import { factsOfLogs } from "../../figures/logs/factsOfLogs.js";
import { factTable } from "../../figures/logs/factTable.js";
import { figureLookup } from "../../figures/resolve/figureLookup.js";
import { resolveLogs } from "../../figures/resolve/resolveLogs.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { exportCommand } from "./export.js";
import { logsOf, type Options, placesOf } from "./exportOptions.js";
import { reduceExport } from "./reduceExport.js";

/** Carries `figures export` out where more is known of runs: as columns, or as what groups have in common. */
export async function exportWithFacts(
  logDirectories: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  // In "export --facts logs" the folder is no table.
  const isFolder = options.facts !== true && statOrUndefined(options.facts ?? "")?.isDirectory();
  const given = isFolder ? [String(options.facts), ...logDirectories] : logDirectories;
  const asked = isFolder ? { ...options, facts: true as const } : options;
  const { directories } = placesOf(given, asked);
  const note = (text: string) => terminal.err(`note: ${text}\n`);
  const runs =
    asked.lookup === undefined
      ? await runsOf(logsOf(directories), asked, note)
      : await runsOfLookup(asked.lookup, directories, terminal, note);
  const { facts, isWanted } = runs;
  if (asked.reduce !== undefined) {
    const known = { directories: runs.directories, isWanted, table: facts };
    return reduceExport(given, asked, terminal, known);
  }
  return exportCommand(given, asked, terminal, {
    directories: runs.directories,
    isWanted,
    ...(facts && {
      withFacts: (table, onRenamed) => withFactColumns(table, facts, onRenamed),
    }),
  });
}

interface KnownRuns {
  readonly directories: LogDirectories;
  readonly isWanted?: (name: string) => boolean;
  /** By the run's name; undefined when nothing is known. */
  readonly facts?: ReadonlyMap<string, Facts>;
}

async function runsOf(
  directories: LogDirectories,
  { name, pattern, facts, reduce }: Options,
  note: (text: string) => void,
): Promise<KnownRuns> {
  const table = typeof facts === "string" ? await factTable(facts) : undefined;
  // Names and hyperparameters of runs that are reduced are looked at as they are read.
  if (reduce !== undefined) return { directories, ...(table && { facts: table }) };
  const runs = await findNamedRuns(directories);
  const asked = { name, pattern, hparams: facts === true };
  const known = await factsOfLogs({ runs, hparams: new Map(), notes: [] }, asked, table);
  if (known.unread.length > 0) {
    note(
      `${known.unread.length} of ${runs.length} runs are not named like ${name ?? pattern}: nothing stands in their facts (${known.unread.slice(0, 3).join(", ")})`,
    );
  }
  const isKnown = known.runs.some((one) =>
    Object.entries(one.facts).some(([fact, value]) => fact !== "name" || value !== one.run.name),
  );
  if (isKnown) {
    return { directories, facts: new Map(known.runs.map((one) => [one.run.name, one.facts])) };
  }
  note("nothing is known of the runs: say with --name or --pattern how they are named");
  return { directories };
}

async function runsOfLookup(
  key: string,
  directories: readonly string[],
  terminal: Terminal,
  note: (text: string) => void,
): Promise<KnownRuns> {
  const lookup = await figureLookup(key, foldersOf({}, terminal));
  if (lookup.logs === undefined) {
    throw new UserError(
      `${lookup.origin} is no lookup of logs of one's own: it has no "runs" at its top.\n` +
        `Give the folder that holds the runs, and say with --name how they are named.`,
      2,
    );
  }
  const given = directories.map((path) => resolve(path));
  const rule = given.length === 0 ? lookup.logs : { ...lookup.logs, runs: given };
  const { runs, paths, notes } = await resolveLogs(lookup, rule);
  notes.forEach(note);
  const from = paths.length === 1 ? paths[0] : paths;
  // The folder that add_hparams made below a run has rows of its own here, and the run's facts.
  const byFile = new Map(
    runs.flatMap(({ run, facts }) => run.directory.files.map((file) => [resolve(file), facts])),
  );
  const facts = new Map<string, Facts>();
  for (const { name, files } of await findNamedRuns(from)) {
    const known = byFile.get(resolve(files[0]));
    if (known !== undefined) facts.set(name, known);
  }
  const isTold = factNames([...facts.values()]).some((name) => name !== "name");
  return {
    directories: from,
    isWanted: (name) => facts.has(name),
    ...(isTold && { facts }),
  };
}

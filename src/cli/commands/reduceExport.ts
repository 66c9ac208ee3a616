import { reducedTable, writeReducedEvents } from "../../exports/writeReduced.js";
import { type LogDirectories, shownDirectories } from "../../exports/logDirectories.js";
import { reduceLogs, type ReduceOptions } from "../../exports/reduceLogs.js";
import { writeTable } from "../../exports/exportLogs.js";
import { csvText } from "../../tables/csv.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { logsOf, type Options, placesOf } from "./exportOptions.js";

/**
 * `--reduce`: statistics over the runs of each group, as event files or as a table.
 *
 * @param runs what is known of them beside their names and hyperparameters
 */
export async function reduceExport(
  logDirectories: readonly string[],
  options: Options,
  terminal: Terminal,
  runs: Pick<ReduceOptions, "isWanted" | "table"> & { readonly directories?: LogDirectories } = {},
): Promise<void> {
  const { directories: given, out } = placesOf(logDirectories, options);
  const { directories = logsOf(given), isWanted, table } = runs;
  const statistics = (options.reduce ?? "").split(",").map((name) => name.trim());
  const { tags, by, name, pattern, align, checksums, supersede, events } = options;
  let warnings = 0;
  const curves = await reduceLogs(directories, {
    ...{ statistics, tags, by, align, isWanted, name, pattern, table },
    read: { checksums, supersede },
    onNote: (note) => terminal.err(`note: ${note}\n`),
    warn: (message) => {
      warnings++;
      terminal.err(`warning: ${message}\n`);
    },
  });
  const groups = new Set(curves.map(({ group }) => JSON.stringify(group))).size;
  const done = `${shownDirectories(directories)}: ${groups} ${groups === 1 ? "group" : "groups"}, ${curves.length} curves`;
  if (options.strict && warnings > 0) {
    throw new UserError(`${done}; nothing was written because of --strict.`);
  }
  if (events !== undefined) {
    for (const path of writeReducedEvents(events, curves, statistics)) {
      await terminal.out(`${path}\n`);
    }
  }
  const reduced = reducedTable(curves, statistics);
  if (out !== undefined) await writeTable(out, reduced, options.format);
  else if (events === undefined) await terminal.out(csvText(reduced));
  terminal.err(`${done} -> ${events ?? out ?? "the terminal"}\n`);
}

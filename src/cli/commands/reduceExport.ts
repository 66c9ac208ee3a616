import { reducedTable, writeReducedEvents } from "../../exports/writeReduced.js";
import { reduceLogs } from "../../exports/reduceLogs.js";
import { writeTable } from "../../exports/exportLogs.js";
import { csvText } from "../../tables/csv.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";
import { type Options, placesOf } from "./exportOptions.js";

/** `--reduce`: statistics over the runs of each group, as event files or as a table. */
export async function reduceExport(
  logDirectories: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { logDirectory, out } = placesOf(logDirectories, options);
  const statistics = (options.reduce ?? "").split(",").map((name) => name.trim());
  const { tags, by, name, align, checksums, supersede, events } = options;
  let warnings = 0;
  const curves = await reduceLogs(logDirectory, {
    ...{ statistics, tags, by, name, align },
    read: { checksums, supersede },
    onNote: (note) => terminal.err(`note: ${note}\n`),
    warn: (message) => {
      warnings++;
      terminal.err(`warning: ${message}\n`);
    },
  });
  const groups = new Set(curves.map(({ group }) => JSON.stringify(group))).size;
  const done = `${logDirectory}: ${groups} ${groups === 1 ? "group" : "groups"}, ${curves.length} curves`;
  if (options.strict && warnings > 0) {
    throw new UserError(`${done}; nothing was written because of --strict.`);
  }
  if (events !== undefined) {
    for (const path of writeReducedEvents(events, curves, statistics)) {
      await terminal.out(`${path}\n`);
    }
  }
  const table = reducedTable(curves, statistics);
  if (out !== undefined) await writeTable(out, table, options.format);
  else if (events === undefined) await terminal.out(csvText(table));
  terminal.err(`${done} -> ${events ?? out ?? "the terminal"}\n`);
}

import type { Command } from "commander";
import type { FolderOptions } from "../../figures/folders.js";
import { addFolderOptions, foldersOf } from "../terminal/folderOptions.js";
import { textTable } from "../text/textTable.js";
import { warner, type Terminal } from "../terminal/terminal.js";

/** `figures list`: every lookup key, and whether its data are there. */
export function registerList(program: Command, terminal: Terminal): Command {
  const command = program
    .command("list")
    .description("list the lookup keys: figure number, title, which data are there, built or not")
    .option("--json", "for programs: one array of objects")
    .addHelpText(
      "after",
      `
Examples:
  figures list
  figures list --json
  figures list --lookups my-paper/lookups`,
    )
    .action((options: FolderOptions & { json?: boolean }) => list(options, terminal));
  return addFolderOptions(command, ["runs", "tables", "lookups", "out"]);
}

async function list(
  options: FolderOptions & { json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const [{ readLookups }, { isUpToDate }, { locateSeries }, { inPaperOrder }] = await Promise.all([
    import("../../figures/lookups/index.js"),
    import("../../figures/build/buildRecord.js"),
    import("../../figures/data/locateSeries.js"),
    import("../text/inPaperOrder.js"),
  ]);
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await readLookups(folders.lookups);
  const entries = await Promise.all(
    inPaperOrder(lookups).map(async (lookup) => {
      const { key, figure, title, paper, aliases, series, file } = lookup;
      const found = series.map((one) => locateSeries(one, file, folders));
      const sources = found.flatMap((source) => ("path" in source ? [source] : []));
      return {
        key,
        aliases,
        figure: figure ?? null,
        title,
        paper: paper ?? null,
        file,
        series: series.map(({ label }, index) => {
          const source = found[index];
          return { label, data: "path" in source ? source.path : null };
        }),
        upToDate: (await isUpToDate(lookup, folders)) ?? null,
        fixtures: sources.some(({ fixture }) => fixture),
      };
    }),
  );
  if (options.json) {
    await terminal.out(`${JSON.stringify(entries, null, 2)}\n`);
  } else if (entries.length === 0) {
    terminal.err(`There are no lookup files in ${folders.lookups.join(" or ")}.\n`);
  } else {
    const rows = entries.map(({ key, figure, title, series, fixtures, upToDate }) => {
      const present = series.filter(({ data }) => data !== null).length;
      const data =
        present === series.length
          ? `complete${fixtures ? " (fixtures)" : ""}`
          : present === 0
            ? "missing"
            : `${present} of ${series.length} series`;
      const built = upToDate === null ? "–" : upToDate ? "up to date" : "stale";
      return [key, figure === null ? "" : String(figure), data, built, title];
    });
    await terminal.out(textTable([["KEY", "FIGURE", "DATA", "BUILT", "TITLE"], ...rows]));
  }
  const warn = warner(terminal);
  for (const error of errors) warn(error.message);
}

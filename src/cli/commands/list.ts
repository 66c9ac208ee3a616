import { isUpToDate } from "../../figures/build/buildRecord.js";
import { locateSeries } from "../../figures/resolve/locateSeries.js";
import type { FolderOptions } from "../../figures/folders.js";
import { readLookups } from "../../figures/lookups/index.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import { inPaperOrder } from "../text/inPaperOrder.js";
import { textTable } from "../text/textTable.js";

export interface Options extends FolderOptions {
  readonly json?: boolean;
}

/** Carries `figures list` out. */
export async function list(options: Options, terminal: Terminal): Promise<void> {
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await readLookups(folders.lookups);
  const entries = await Promise.all(
    inPaperOrder(lookups).map(async (lookup) => {
      const { key, figure, title, paper, aliases, series, file } = lookup;
      const found = series.map((one) => locateSeries(one, lookup.folder, folders));
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

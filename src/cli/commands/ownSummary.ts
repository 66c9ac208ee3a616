import { figureData } from "../../figures/build/figureData.js";
import type { Folders } from "../../figures/folders.js";
import type { Lookup } from "../../figures/lookups/index.js";
import { resolveFigure } from "../../figures/resolve/resolveFigure.js";
import { parseSpec } from "../../plot/index.js";
import { csvText } from "../../tables/csv.js";
import { tableRows } from "../../tables/database/readTable.js";
import { UserError } from "../../util/userError.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import { layoutRows } from "../text/layoutTable.js";
import type { SummaryFormat } from "../text/summaryFormats.js";

/**
 * The numbers of a figure of logs of one's own: what its table for people has, or all of them as CSV or JSON.
 *
 * @throws {UserError} when the figure has no table for people and one is asked for
 */
export async function ownSummary(
  lookup: Lookup,
  format: SummaryFormat,
  folders: Folders,
  terminal: Terminal,
): Promise<void> {
  const figure = await resolveFigure(lookup, folders, { dpi: 300 });
  const spec = parseSpec(figure.spec.text, figure.spec.path);
  const { tables, people } = await figureData(figure, spec, warner(terminal));
  const numbers = tables[""];
  if (format === "csv") return terminal.out(csvText(numbers));
  if (format === "json") return terminal.out(`${JSON.stringify(tableRows(numbers), null, 2)}\n`);
  if (people === undefined) {
    throw new UserError(
      `${lookup.key} shows curves: their ${numbers.rows} numbers make no table for people.\n` +
        `All of them: figures summary ${lookup.key} --format csv`,
    );
  }
  await terminal.out(layoutRows(format, people));
  terminal.err(`note: ${people.caption}\n`);
}

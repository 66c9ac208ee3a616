import { describeLoss, type Loss } from "../../events/index.js";
import { followLogs } from "../../exports/followLogs.js";
import { RowFile } from "../../exports/rowFile.js";
import { csvHeader, csvRows } from "../../tables/csv.js";
import { interruptible } from "../terminal/interruptible.js";
import type { Terminal } from "../terminal/terminal.js";

/** `--follow`: rows as they come, until Ctrl-C. */
export async function followExport(
  logDirectory: string,
  out: string | undefined,
  options: { readonly tags?: string[] },
  terminal: Terminal,
): Promise<void> {
  const file = out === undefined ? undefined : await RowFile.open(out);
  const write = async (text: string) => (file ? file.write(text) : terminal.out(text));
  try {
    await interruptible(async (signal) => {
      let isFirst = true;
      const { tags } = options;
      const onLoss = (loss: Loss) => terminal.err(`warning: ${describeLoss(loss)}\n`);
      for await (const table of followLogs(logDirectory, { tags, signal, onLoss })) {
        // Only whole rows in a write: a reader of the file never sees half a row.
        await write((isFirst ? csvHeader(table.columns) : "") + csvRows(table));
        isFirst = false;
      }
    });
  } finally {
    await file?.close();
  }
}

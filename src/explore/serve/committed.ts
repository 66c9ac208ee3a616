import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFigure } from "../../figures/build/checkFigure.js";
import { buildFormats } from "../../figures/build/buildFigure.js";
import type { Folders } from "../../figures/folders.js";
import type { Lookup } from "../../figures/lookups/index.js";

/** Whether a folder of committed figures has one. */
export const isCommitted = ({ key }: Lookup, against: string): boolean =>
  buildFormats.some((format) => existsSync(join(against, `${key}.${format}`)));

/**
 * How a figure differs from the committed one, as `figures check` says it: a line for each file.
 *
 * @throws {UserError} when it cannot be made
 */
export async function differencesOf(
  lookup: Lookup,
  folders: Folders,
  against: string,
): Promise<readonly string[]> {
  const differencesTo = await mkdtemp(join(tmpdir(), "figures-check-"));
  try {
    const warn = () => undefined;
    const options = { against, differencesTo, dpi: 300, warn };
    const { differences } = await checkFigure(lookup, folders, options);
    return differences.map((line) => line.replace(/ \(rebuilt: [^)]*\)$/, ""));
  } finally {
    await rm(differencesTo, { recursive: true, force: true });
  }
}

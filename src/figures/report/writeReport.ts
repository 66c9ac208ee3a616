import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { csvText } from "../../tables/csv.js";
import { UserError } from "../../util/userError.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { FigureChanges } from "./changes.js";
import { changesTable } from "./changesTable.js";
import { reportHtml } from "./reportHtml.js";
import { reportMarkdown } from "./reportMarkdown.js";
import { reportPage, reportPlaces, type CheckReport } from "./reportPage.js";

const pages = { html: "report.html", markdown: "report.md", table: "changes.csv" } as const;
const folders = ["old", "new", "pictures"];

/**
 * Makes a folder ready for a report: what an earlier one left there is removed.
 *
 * @throws {UserError} when it holds anything else
 */
export async function clearReport(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const own = new Set<string>([...Object.values(pages), ...folders]);
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  const other = names.find((name) => !own.has(name));
  // A folder called "old" alone is somebody else's.
  const isReport = names.length === 0 || names.includes(pages.html);
  if (other !== undefined || !isReport) {
    throw new UserError(
      `--report: ${folder} holds ${other ?? names[0]}, which is no part of a report: give an empty folder, or one that is not there.`,
      2,
    );
  }
  for (const name of names) await rm(join(folder, name), { recursive: true });
}

/**
 * Writes a report: `report.html`, `report.md`, every change as a row of `changes.csv`, and the files that differ, old
 * and new, with their pictures.
 *
 * @returns the paths of the three files to begin with
 */
export async function writeReport(folder: string, report: CheckReport): Promise<string[]> {
  for (const figure of report.changed) await writeFiles(folder, figure);
  const page = reportPage(report);
  const table = changesTable(report.changed);
  const written = [
    [pages.markdown, reportMarkdown(page)],
    [pages.table, csvText(table)],
    // Last, so that a report that was not written to its end is not taken for one.
    [pages.html, reportHtml(page)],
  ] as const;
  for (const [name, text] of written) await writeFileAtomically(join(folder, name), text);
  return Object.values(pages).map((name) => join(folder, name));
}

async function writeFiles(folder: string, { key, files, picture }: FigureChanges): Promise<void> {
  const write = (name: string, content: Uint8Array) =>
    writeFileAtomically(join(folder, name), content);
  for (const { name, old, now } of files) {
    if (old !== undefined) await write(reportPlaces.old(name), old);
    await write(reportPlaces.now(name), now);
  }
  if (picture === undefined || "missing" in picture) return;
  await write(reportPlaces.picture(key, "old"), picture.old);
  await write(reportPlaces.picture(key, "new"), picture.now);
  await write(reportPlaces.picture(key, "difference"), picture.difference.picture);
}

import type { Lookup } from "../lookups/index.js";
import { markdownTarget, markdownText } from "../../util/markdownText.js";
import { outcomeFiles } from "../numbers/resultTables.js";

/** A figure on the page, and the names of its files. */
export interface GalleryEntry {
  readonly lookup: Lookup;
  readonly files: readonly string[];
}

/**
 * A Markdown page that shows figures with one line each and links to their files. A figure without a
 * picture that browsers show (SVG or PNG) has links only.
 */
export function galleryPage(entries: readonly GalleryEntry[]): string {
  const papers = [...new Set(entries.map(({ lookup }) => lookup.paper ?? "Other figures"))];
  const sections = papers.flatMap((paper) => [
    `## ${markdownText(paper)}`,
    ...entries
      .filter(({ lookup }) => (lookup.paper ?? "Other figures") === paper)
      .map(figureSection),
  ]);
  return `${["# Gallery", "Made by `figures build --page`; the numbers are in the CSV files.", ...sections].join("\n\n")}\n`;
}

function figureSection({ lookup, files }: GalleryEntry): string {
  const { figure, key, title, series, statistics } = lookup;
  const number = figure === undefined ? "" : `Figure ${markdownText(String(figure))}. `;
  const picture =
    files.find((file) => file.endsWith(".svg")) ?? files.find((file) => file.endsWith(".png"));
  const labels = series.map(({ label }) => markdownText(label)).join(", ");
  const line = series.length === 0 ? "" : `${labels} (${statistics} statistics). `;
  // The outcomes of single runs are for those who build the figure themselves.
  const shown = files.filter((file) => !outcomeFiles(key).includes(file));
  const links = shown.map(
    (file) => `[${file.slice(key.length).replace(/^[._]/, "")}](${markdownTarget(file)})`,
  );
  return [
    `### ${number}${markdownText(title)}`,
    ...(picture === undefined ? [] : [`![${markdownText(title)}](${markdownTarget(picture)})`]),
    `\`${key}\`: ${line}${links.join(", ")}`,
  ].join("\n\n");
}

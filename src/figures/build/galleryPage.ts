import { markdownTarget, markdownText } from "../../util/text/markdownText.js";
import { placeInPaper } from "../captions/placeInPaper.js";
import type { Lookup } from "../lookups/index.js";
import { outcomeFiles } from "../numbers/resultTables.js";

/** A figure on the page, and the names of its files. */
export interface GalleryEntry {
  readonly lookup: Lookup;
  readonly files: readonly string[];
  /** The sentences of its caption. */
  readonly caption: readonly string[];
}

/**
 * A Markdown page that shows figures with one line each and links to their files. A figure without a
 * picture that browsers show (SVG or PNG) has links only.
 *
 * @param others folders below the page's that have such a page too
 */
export function galleryPage(
  entries: readonly GalleryEntry[],
  others: readonly string[] = [],
): string {
  const papers = [...new Set(entries.map(({ lookup }) => lookup.paper ?? "Other figures"))];
  const sections = papers.flatMap((paper) => [
    `## ${markdownText(paper)}`,
    ...entries
      .filter(({ lookup }) => (lookup.paper ?? "Other figures") === paper)
      .map(figureSection),
  ]);
  const links = others.map(
    (folder) => `[${markdownText(folder)}](${markdownTarget(folder)}/README.md)`,
  );
  return `${[
    "# Gallery",
    "Made by `figures build --page`; the numbers are in the CSV files.",
    ...(links.length === 0 ? [] : [`The same with other settings: ${links.join(", ")}.`]),
    ...sections,
  ].join("\n\n")}\n`;
}

function figureSection({ lookup, files, caption }: GalleryEntry): string {
  const { figure, key, title } = lookup;
  const number = figure === undefined ? "" : `${markdownText(placeInPaper(figure))}. `;
  const picture =
    files.find((file) => file.endsWith(".svg")) ?? files.find((file) => file.endsWith(".png"));
  // The outcomes of single runs are for those who build the figure themselves.
  const shown = files.filter((file) => !outcomeFiles(key).includes(file));
  const links = shown.map(
    (file) => `[${file.slice(key.length).replace(/^[._]/, "")}](${markdownTarget(file)})`,
  );
  return [
    `### ${number}${markdownText(title)}`,
    ...(picture === undefined
      ? []
      : [`![${markdownText(alternative(title, caption))}](${markdownTarget(picture)})`]),
    ...(caption.length === 0
      ? []
      : ["<details><summary>Caption</summary>", caption.map(markdownText).join(" "), "</details>"]),
    `\`${key}\`: ${links.join(", ")}`,
  ].join("\n\n");
}

/** What stands in place of the picture: its title and what it shows. */
function alternative(title: string, caption: readonly string[]): string {
  return [title, ...caption.slice(0, 1)].join(". ");
}

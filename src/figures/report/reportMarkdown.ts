import { markdownRows } from "../../tables/markdownTable.js";
import { markdownText } from "../../util/text/markdownText.js";
import { linkTarget } from "./linkTarget.js";
import type { ReportPage, ReportPicture, ReportSection, ReportTable } from "./reportPage.js";

/** A report in Markdown, as job summaries and comments on changes show it. */
export function reportMarkdown(page: ReportPage): string {
  const { title, sentences, failures, sections, same, unchecked } = page;
  return `${[
    `# ${markdownText(title)}`,
    ...sentences.map(markdownText),
    ...(failures.length === 0 ? [] : ["## Not made or not compared", bullets(failures)]),
    ...sections.flatMap(section),
    ...folded(`${same.length} as they were`, same),
    ...folded(`${unchecked.length} not checked: neither data nor committed files`, unchecked),
  ].join("\n\n")}\n`;
}

const bullets = (items: readonly string[]): string =>
  items.map((item) => `- ${markdownText(item)}`).join("\n");

function folded(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`<details><summary>${markdownText(title)}</summary>`, bullets(items), "</details>"];
}

function section({ key, title, sentences, pictures, tables, files }: ReportSection): string[] {
  const links = files.map(({ name, old, now }) => {
    const versions = [...(old === undefined ? [] : [link(old, "old")]), link(now, "new")];
    return `${markdownText(name)} (${versions.join(", ")})`;
  });
  return [
    `## ${markdownText(title)} (${markdownText(key)})`,
    sentences.map((sentence) => `- ${markdownText(sentence)}`).join("\n"),
    ...(pictures.length === 0 ? [] : [pictureTable(pictures)]),
    ...tables.flatMap(tableText),
    `Files: ${links.join(", ")}`,
  ];
}

const link = (file: string, text: string): string => `[${text}](${linkTarget(file)})`;

function pictureTable(pictures: readonly ReportPicture[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(pictures.map(({ title }) => markdownText(title))),
    line(pictures.map(() => "---")),
    line(pictures.map(({ file, alternative }) => `!${link(file, markdownText(alternative))}`)),
  ].join("\n");
}

function tableText({ caption, header, rows, numbers, more }: ReportTable): string[] {
  const cells = rows.map((row) => row.map((text) => ({ text })));
  return [
    `${markdownText(caption)}:`,
    markdownRows({ header, rows: cells, numbers }).trimEnd(),
    ...(more === undefined ? [] : [markdownText(more)]),
  ];
}

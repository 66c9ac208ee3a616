import { latexText } from "../../util/text/latexText.js";
import { markdownText } from "../../util/text/markdownText.js";
import type { Caption } from "./caption.js";

/** Formats of captions, by the ending of their files. */
export const captionFormats = ["caption.tex", "caption.md"] as const;
export type CaptionFormat = (typeof captionFormats)[number];

/**
 * A caption as the content of a file: for LaTeX a `\caption` with its short form for the list of figures, and a
 * `\label`, to `\input` inside a figure environment.
 *
 * @param key of the lookup: the label is `fig:` and its last part
 */
export function layoutCaption(
  { title, sentences }: Caption,
  format: CaptionFormat,
  key: string,
): string {
  if (format === "caption.md") {
    return `**${markdownText(ended(title))}** ${sentences.map(markdownText).join(" ")}\n`;
  }
  const label = (key.split("/").at(-1) ?? key).replace(/[^A-Za-z0-9:.-]+/g, "-");
  const short = latexText(title);
  return [
    `\\caption[{${short}}]{%`,
    `  ${latexText(ended(title))}`,
    ...sentences.map((sentence) => `  ${latexText(sentence)}`),
    `}\\label{fig:${label}}`,
    "",
  ].join("\n");
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

import type { JsonObject } from "../../plot/index.js";
import type { Table } from "../../tables/table.js";
import type { FigureNumbers } from "../numbers/computeFigure.js";
import type { ResolvedData } from "../resolve/resolvedFigure.js";
import { tableSentences } from "./tableSentences.js";
import { judgedSentences } from "./judgedSentences.js";
import { placeInPaper } from "./placeInPaper.js";

/** What a reader must know of a figure: below it in print, and in place of it for those who cannot see it. */
export interface Caption {
  readonly title: string;
  /** Whole sentences: what is shown, of how many runs, with which statistics and intervals. */
  readonly sentences: readonly string[];
}

/** The parts of a figure's data that its caption is made from. */
export interface CaptionData {
  readonly tables: Readonly<Record<string, Table>>;
  readonly numbers?: FigureNumbers | undefined;
}

/**
 * The caption of a figure, from what was computed: a spec adds under `usermeta.caption` what its marks mean, a lookup
 * its note.
 */
export function figureCaption(
  figure: ResolvedData,
  spec: JsonObject,
  { tables, numbers }: CaptionData,
): Caption {
  const { lookup } = figure;
  const sentences = [
    ...(numbers === undefined ? tableSentences(figure, tables) : judgedSentences(figure, numbers)),
    ...marksOf(spec),
    ...[lookup.caption ?? lookup.note ?? []].flat(),
    ...originOf(figure),
  ];
  return { title: lookup.title, sentences: sentences.map(asSentence) };
}

/** The caption as one text without markup. */
export const captionText = ({ title, sentences }: Caption): string =>
  [asSentence(title), ...sentences].join(" ");

function marksOf({ usermeta }: JsonObject): string[] {
  const caption =
    typeof usermeta === "object" && usermeta !== null && "caption" in usermeta
      ? usermeta.caption
      : undefined;
  return typeof caption === "string" ? [caption] : [];
}

function originOf({ lookup }: ResolvedData): string[] {
  const { paper, figure } = lookup;
  if (paper === undefined) return [];
  return [figure === undefined ? paper : `${placeInPaper(figure)} of “${paper}”`];
}

/** Ends with a full stop, and begins with a capital where it begins with a word. */
function asSentence(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  return /[.!?]$/.test(plain) ? plain : `${plain}.`;
}

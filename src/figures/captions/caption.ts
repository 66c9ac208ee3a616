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
    ...marksOf(spec, numbers),
    ...[lookup.caption ?? lookup.note ?? []].flat(),
    ...originOf(figure),
  ];
  return { title: lookup.title, sentences: sentences.map(asSentence) };
}

/** The caption as one text without markup. */
export const captionText = ({ title, sentences }: Caption): string =>
  [asSentence(title), ...sentences].join(" ");

/** What the marks mean; a spec may say apart what holds for runs of which is known where they logged. */
function marksOf({ usermeta }: JsonObject, numbers: FigureNumbers | undefined): string[] {
  const caption = isObject(usermeta) ? usermeta["caption"] : undefined;
  if (typeof caption === "string") return [caption];
  if (!isObject(caption)) return [];
  const isLogged = numbers?.outcomes.some(({ logInterval }) => logInterval !== null) ?? false;
  const parts = [caption["always"], ...(isLogged ? [caption["logged"]] : [])];
  const texts = parts.filter((part) => typeof part === "string");
  return texts.length === 0 ? [] : [texts.join("; ")];
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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

/** A text, a line or a key of a file that is another one now; undefined where one has none there. */
export interface TextChange {
  /** Where: a key such as `config.axis.labelFontSize`; empty for texts and lines. */
  readonly place: string;
  readonly old?: string;
  readonly now?: string;
}

/** Lines that one of two versions of a text has and the other has not. */
export function compareLines(before: string, now: string): TextChange[] {
  const lines = (text: string) => text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return compareLists(lines(before), lines(now));
}

/** The texts that one of two versions of an SVG shows and the other does not, title and description among them. */
export function compareSvgTexts(before: string, now: string): TextChange[] {
  return compareLists(svgTexts(before), svgTexts(now));
}

function svgTexts(svg: string): string[] {
  return [...svg.matchAll(/<(text|title|desc)\b[^>]*>([\s\S]*?)<\/\1>/g)]
    .map(([, , content]) => plainText(content.replace(/<\/tspan>(?=.)/g, " ")))
    .filter((text) => text !== "");
}

const plainText = (xml: string): string =>
  xml
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|apos|#39);/g, (_, name: string) => own(entities, name) ?? "")
    .replace(/\s+/g, " ")
    .trim();

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  "#39": "'",
};

/** What is in one of two lists more often than in the other; the nth that went is set beside the nth that came. */
function compareLists(before: readonly string[], now: readonly string[]): TextChange[] {
  const gone = without(before, now);
  const fresh = without(now, before);
  return Array.from({ length: Math.max(gone.length, fresh.length) }, (_, index) => ({
    place: "",
    ...(index < gone.length && { old: gone[index] }),
    ...(index < fresh.length && { now: fresh[index] }),
  }));
}

function without(list: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const other of others) counts.set(other, (counts.get(other) ?? 0) + 1);
  return list.filter((item) => {
    const left = counts.get(item) ?? 0;
    counts.set(item, left - 1);
    return left <= 0;
  });
}

/**
 * The keys of two JSON texts whose values differ, innermost ones first met. Rows of data sets count as one value: the
 * CSV beside a figure has its numbers.
 */
export function compareJson(before: string, now: string): TextChange[] {
  const changes: TextChange[] = [];
  try {
    compare(JSON.parse(before), JSON.parse(now), []);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [{ place: "", old: "no JSON", now: "" }];
  }
  return changes;

  function compare(old: unknown, fresh: unknown, path: readonly string[]): void {
    if (JSON.stringify(old) === JSON.stringify(fresh)) return;
    const isRows = path[0] === "datasets" && path.length === 2;
    if (isContainer(old) && isContainer(fresh) && Array.isArray(old) === Array.isArray(fresh)) {
      if (isRows) {
        const [was, is] = [rowsIn(old), rowsIn(fresh)];
        changes.push({
          place: pathText(path),
          old: was,
          now: was === is ? `${is}, some changed` : is,
        });
        return;
      }
      const [was, is] = [new Map(Object.entries(old)), new Map(Object.entries(fresh))];
      for (const key of new Set([...was.keys(), ...is.keys()])) {
        compare(was.get(key), is.get(key), [...path, key]);
      }
      return;
    }
    changes.push({
      place: pathText(path),
      ...(old !== undefined && { old: JSON.stringify(old) }),
      ...(fresh !== undefined && { now: JSON.stringify(fresh) }),
    });
  }
}

const isContainer = (value: unknown): value is object =>
  typeof value === "object" && value !== null;

const rowsIn = (rows: object): string => `${Object.keys(rows).length} rows`;

const pathText = (path: readonly string[]): string =>
  path
    .map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : `${index > 0 ? "." : ""}${key}`))
    .join("");
import { own } from "../../util/own.js";

import type { PdfObjects } from "./pdfObjects.js";
import { readStream } from "./pdfStream.js";

/** What a PDF says of a font whose codes have two bytes. */
export interface PdfFont {
  /** Of a code, in thousandths of the size of type. */
  widthOf(code: number): number;
  /** What a code stands for; undefined where the file does not say. */
  textOf(code: number): string | undefined;
}

/** The fonts of a page by their names (`F6`), those whose codes have one byte left out. */
export function fontsOfPage(page: string, { objects }: PdfObjects): ReadonlyMap<string, PdfFont> {
  const fonts = new Map<string, PdfFont>();
  const listed = /\/Font <<([^>]*)>>/.exec(page)?.[1] ?? "";
  for (const [, name, number] of listed.matchAll(/\/(\w+) (\d+) 0 R/g)) {
    const font = objects.get(Number(number)) ?? "";
    if (!/\/Subtype \/Type0\b/.test(font)) continue;
    const inner = objects.get(numberAfter("/DescendantFonts [", font)) ?? "";
    const widths = widthsOf(inner);
    const usual = Number(/\/DW ([\d.]+)/.exec(inner)?.[1] ?? 1000);
    const names = objects.get(numberAfter("/ToUnicode ", font));
    const texts = names === undefined ? new Map<number, string>() : textsOf(readStream(names));
    fonts.set(name, {
      widthOf: (code) => widths.get(code) ?? usual,
      textOf: (code) => texts.get(code),
    });
  }
  return fonts;
}

function numberAfter(start: string, text: string): number {
  const at = text.indexOf(start);
  return at < 0 ? NaN : Number.parseInt(text.slice(at + start.length), 10);
}

/** `/W` of a CIDFont (ISO 32000-1, 9.7.4.3): `first [width width]` and `first last width`. */
function widthsOf(font: string): Map<number, number> {
  const widths = new Map<number, number>();
  const list = /\/W\s*\[((?:[^[\]]|\[[^\]]*\])*)\]/.exec(font)?.[1] ?? "";
  const entries = /([\d.]+)\s*\[([^\]]*)\]|([\d.]+)\s+([\d.]+)\s+([\d.]+)/g;
  for (const [, start, each, first, last, all] of list.matchAll(entries)) {
    if (each === undefined) {
      for (let code = Number(first); code <= Number(last); code++) widths.set(code, Number(all));
    } else {
      const numbers = each.match(/[\d.]+/g) ?? [];
      numbers.forEach((width, index) => widths.set(Number(start) + index, Number(width)));
    }
  }
  return widths;
}

/** The entries of a ToUnicode map (ISO 32000-1, 9.10.3) that lead from one code, or a row of them, to texts. */
function textsOf(map: string): Map<number, string> {
  const texts = new Map<number, string>();
  const lists = /begin(bfchar|bfrange)([^]*?)end\1/g;
  for (const [, kind, entries] of map.matchAll(lists)) {
    const words = (entries.match(/<[0-9A-Fa-f]+>/g) ?? []).map((word) => word.slice(1, -1));
    const step = kind === "bfchar" ? 2 : 3;
    for (let i = 0; i + step <= words.length; i += step) {
      const [first, last] = [words[i], words[i + step - 2]].map((word) =>
        Number.parseInt(word, 16),
      );
      const text = Buffer.from(words[i + step - 1], "hex")
        .swap16()
        .toString("utf16le");
      const [before, end] = [text.slice(0, -1), text.charCodeAt(text.length - 1)];
      for (let code = first; code <= last; code++) {
        texts.set(code, before + String.fromCharCode(end + code - first));
      }
    }
  }
  return texts;
}

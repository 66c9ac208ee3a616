import type { PdfFont } from "./pdfFonts.js";
import { pdfString } from "./pdfString.js";

/**
 * Makes of a page's content by Skia what an editor would rather have: greys in grey, the glyphs of a text in one
 * operator, and the words of slanted texts beside their glyphs, which readers cannot put together by their places.
 *
 * @param fonts those of the page, by name
 */
export function tidyContent(content: string, fonts: ReadonlyMap<string, PdfFont>): string {
  // The axes of the page's space, and those that `Q` goes back to.
  let axes = upright;
  const saved: Axes[] = [];
  return content.replace(
    /^(?:(q|Q)|((?:-?[\d.]+ ){6})cm|BT\n([^]*?)^ET|.*(?:RG|rg))$/gm,
    (whole, stack?: string, matrix?: string, text?: string) => {
      if (stack === "q") saved.push(axes);
      if (stack === "Q") axes = saved.pop() ?? upright;
      if (matrix !== undefined) axes = within(axesOf(matrix), axes);
      if (stack !== undefined || matrix !== undefined) return whole;
      return text === undefined ? inGrey(whole) : (tidyText(text, fonts, axes) ?? whole);
    },
  );
}

function inGrey(colours: string): string {
  return colours.replace(
    /(?<=^| )([\d.]+) \1 \1 (RG|rg)(?= |$)/g,
    (_, grey: string, operator: string) => `${grey} ${operator === "RG" ? "G" : "g"}`,
  );
}

/** Where the two axes of a space lead: a matrix without its shift. */
type Axes = readonly [a: number, b: number, c: number, d: number];

const upright: Axes = [1, 0, 0, 1];

function axesOf(matrix: string): Axes {
  const [a = 1, b = 0, c = 0, d = 1] = matrix.trim().split(" ").map(Number);
  return [a, b, c, d];
}

function within([a, b, c, d]: Axes, [e, f, g, h]: Axes): Axes {
  return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
}

/** Glyphs on one line in one font: codes, and where each begins along the line. */
interface Run {
  readonly font: PdfFont;
  readonly size: number;
  readonly glyphs: { readonly code: number; readonly x: number }[];
}

const operation =
  /^(?:\/(\w+) ([\d.]+) Tf|((?:-?[\d.]+ ){6})Tm|(?:(-?[\d.]+) (-?[\d.]+) Td )?<([0-9A-F]{4})> Tj)$/;

/** @returns undefined where a text is written in a way that Skia does not write it today */
function tidyText(
  lines: string,
  fonts: ReadonlyMap<string, PdfFont>,
  axes: Axes,
): string | undefined {
  const written: string[] = [];
  const run: { now?: Run } = {};
  let font: PdfFont | undefined;
  let size = 0;
  let said = "";
  let isSlanted = false;
  // Where the glyph stands, and where the line begins that Td counts from.
  let [x, y, lineX, lineY] = [0, 0, 0, 0];
  const flush = () => {
    if (run.now === undefined) return;
    const [{ x: start }] = run.now.glyphs;
    if (start !== lineX || y !== lineY)
      written.push(`${short(start - lineX)} ${short(y - lineY)} Td`);
    [lineX, lineY] = [start, y];
    written.push(shown(run.now));
    delete run.now;
  };
  for (const line of lines.trimEnd().split("\n")) {
    const parts = operation.exec(line);
    if (parts === null) return undefined;
    const [, name, newSize, matrix, dx = "0", dy = "0", hex] = parts;
    if (name !== undefined) {
      flush();
      [font, size] = [fonts.get(name), Number(newSize)];
      written.push(line);
    } else if (matrix !== undefined) {
      flush();
      [x, y, lineX, lineY] = [0, 0, 0, 0];
      const [along, across] = within(axesOf(matrix), axes);
      isSlanted ||= Math.abs(along * across) > 1e-3;
      written.push(line);
    } else {
      if (font === undefined || !(size > 0)) return undefined;
      if (Number(dy) !== 0) flush();
      [x, y] = [x + Number(dx), y + Number(dy)];
      const code = Number.parseInt(hex, 16);
      said += font.textOf(code) ?? "";
      run.now ??= { font, size, glyphs: [] };
      run.now.glyphs.push({ code, x });
    }
  }
  flush();
  const text = `BT\n${written.join("\n")}\nET`;
  return isSlanted && said !== ""
    ? `/Span <</ActualText ${pdfString(said)}>> BDC\n${text}\nEMC`
    : text;
}

/** TJ: glyphs, and between them by how much one stands back from where the one before ends, in thousandths of the size. */
function shown({ font, size, glyphs }: Run): string {
  const parts: string[] = [];
  let codes = "";
  let pen = glyphs[0].x;
  for (const { code, x } of glyphs) {
    const back = Math.round(((pen - x) * 1000) / size);
    if (back !== 0) {
      parts.push(`<${codes}>`, String(back));
      codes = "";
      pen -= (back * size) / 1000;
    }
    codes += code.toString(16).toUpperCase().padStart(4, "0");
    pen += (font.widthOf(code) * size) / 1000;
  }
  return parts.length === 0 ? `<${codes}> Tj` : `[${parts.join("")}<${codes}>] TJ`;
}

const short = (value: number): string => String(Number(value.toFixed(4)) + 0);

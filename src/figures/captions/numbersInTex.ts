/** A number in the text of a paper. */
export interface TexNumber {
  readonly line: number;
  /** As it stands there. */
  readonly written: string;
  readonly value: number;
  /** Half a unit of its last digit. */
  readonly halfUnit: number;
  readonly isPercent: boolean;
}

export interface TexNumbers {
  readonly numbers: readonly TexNumber[];
  readonly macros: readonly { readonly name: string; readonly line: number }[];
  /** Whole numbers below 100 and years: they may stand for anything. */
  readonly passedOver: number;
}

/** Commands whose arguments are no text. */
const noText =
  /\\(?:includegraphics|input|include|label|[a-zA-Z]*ref|[a-zA-Z]*cite[a-zA-Z]*|url|href|usepackage|documentclass|bibliography[a-z]*|begin|end|[vh]space|setlength|addtolength|cmidrule|multicolumn|multirow|rule|fontsize|(?:new|renew|provide)command|def|definecolor|setcounter|resizebox|scalebox|parbox|hypersetup|geometry|pagestyle)\*?(?:\([^)]*\))?(?:\s*\[[^\]]*\])*(?:\s*\{[^{}]*\})*(?:\s*\[[^\]]*\])*/g;

/** Units that are words as well (`91.6 in the`) follow their number at once. */
const lengths =
  /-?\d*\.?\d+(?:\s*(?:cm|mm|pt|em|bp|\\[a-z]*(?:width|height|skip|sep))|(?:ex|in|pc|sp))(?![A-Za-z])/g;

/** Narrow and unbreakable spaces, as between a number and its per cent. */
const spaces = /\\[,;:! ]|~|\\(?:thinspace|enspace|nobreakspace)(?![A-Za-z])(?:\{\})?/g;

const number =
  /(?<![\w.\\@#])(\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:\s*\$?\s*(?:\\times|\\cdot|×)\s*10\s*\^\s*\{?\s*([-−+]?\d+)\s*\}?|e([-+]?\d+))?\s*(\\?%)?(?![\w])/g;

/**
 * The numbers and macros of a LaTeX source's text, with their lines: from `\begin{document}` on, without comments,
 * lengths and the arguments of commands that are no text. A line that ends in a comment with `not of a figure` is left out.
 */
export function numbersInTex(text: string): TexNumbers {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^[^%]*\\begin\{document\}/.test(line));
  const numbers: TexNumber[] = [];
  const macros: { name: string; line: number }[] = [];
  let passedOver = 0;
  for (const [index, whole] of lines.entries()) {
    if (index < start || /(?<!\\)%.*not of a figure/.test(whole)) continue;
    const line = index + 1;
    const source = whole.replace(/(?<!\\)%.*$/, "");
    for (const [, name] of source.matchAll(/\\([A-Za-z]+)/g)) macros.push({ name, line });
    const plain = source
      .replace(noText, " ")
      .replace(/(?<=\d)(?:\{,\}|\\,)(?=\d{3}(?!\d))/g, ",")
      .replace(spaces, " ")
      .replace(lengths, " ");
    for (const match of plain.matchAll(number)) {
      const found = read(match);
      if (isAmbiguous(found)) passedOver++;
      else numbers.push({ line, ...found });
    }
  }
  return { numbers, macros, passedOver };
}

function read([whole, digits, power, exponent, percent]: RegExpExecArray | RegExpMatchArray) {
  const plain = (digits ?? "").replaceAll(",", "");
  const decimals = /\.(\d*)$/.exec(plain)?.[1].length ?? 0;
  const scale = (power ?? exponent ?? "0").replace("−", "-");
  // Zeros at the end of a whole number, behind three digits, may come from rounding: 9,870 is 9,869.
  const zeros = decimals > 0 ? 0 : Math.min(/0*$/.exec(plain)?.[0].length ?? 0, plain.length - 3);
  // A little more than half: the value behind it may lie on the edge.
  const halfUnit = 0.5000001 * Number(`1e${Number(scale) - decimals + Math.max(0, zeros)}`);
  return {
    written: whole.trim().replace("\\%", "%"),
    value: Number(`${plain}e${Number(scale)}`),
    halfUnit,
    isPercent: percent !== undefined,
    isWhole: decimals === 0 && power === undefined && exponent === undefined,
  };
}

function isAmbiguous({ value, isWhole, isPercent }: ReturnType<typeof read>): boolean {
  const isYear = value >= 1900 && value <= 2100;
  return isWhole && !isPercent && (value < 100 || isYear);
}

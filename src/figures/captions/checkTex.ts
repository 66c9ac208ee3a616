import { didYouMean } from "../../util/text/didYouMean.js";
import { numbersInTex } from "./numbersInTex.js";
import type { PaperNumber } from "./paperNumbers.js";

/** The numbers of a figure, and what its macros begin with. */
export interface FigureOfPaper {
  readonly key: string;
  readonly prefix: string;
  readonly numbers: readonly PaperNumber[];
}

/** What was found in the source of a paper. */
export interface CheckedTex {
  /** A line for each number that no figure has, and each macro that no figure defines. */
  readonly complaints: readonly string[];
  /** How many numbers of the text are numbers of figures. */
  readonly known: number;
  /** How many macros are used. */
  readonly macros: number;
  /** Whole numbers below 100 and years, which may stand for anything. */
  readonly passedOver: number;
}

/**
 * Holds the numbers and macros of a LaTeX source against those of figures. A number is one of a figure's when it is its
 * value, or its per cent, rounded to the digits that the text has.
 *
 * @param path for messages
 */
export function checkTex(
  text: string,
  path: string,
  figures: readonly FigureOfPaper[],
): CheckedTex {
  const all = figures.flatMap(({ key, numbers }) => numbers.map((one) => ({ key, ...one })));
  const names = new Set(all.map(({ macro }) => macro));
  const complaints: { line: number; text: string }[] = [];
  const { numbers, macros, passedOver } = numbersInTex(text);
  let used = 0;
  for (const { name, line } of macros) {
    const figure = figures.find(({ prefix }) => name.startsWith(prefix));
    if (names.has(name)) used++;
    else if (figure !== undefined) {
      complaints.push({
        line,
        text: `\\${name} is no number of ${figure.key}.${didYouMean(name, [...names])}`,
      });
    }
  }
  let known = 0;
  for (const { line, written, value, halfUnit, isPercent } of numbers) {
    const candidates = all.flatMap((one) =>
      (isPercent ? [100] : [1, 100]).map((factor) => ({
        ...one,
        far: Math.abs(factor * one.value - value),
      })),
    );
    if (candidates.some(({ far }) => far <= halfUnit)) {
      known++;
      continue;
    }
    const nearest = candidates.reduce<(typeof candidates)[number] | undefined>(
      (best, one) => (best === undefined || one.far < best.far ? one : best),
      undefined,
    );
    const hint =
      nearest === undefined
        ? ""
        : ` The nearest is ${nearest.text}: ${nearest.about} (${nearest.key}).`;
    complaints.push({ line, text: `${written} is no number of these figures.${hint}` });
  }
  return {
    complaints: complaints
      .sort((a, b) => a.line - b.line)
      .map(({ line, text: sentence }) => `${path}:${line}: ${sentence}`),
    known,
    macros: used,
    passedOver,
  };
}

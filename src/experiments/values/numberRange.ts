import { UserError } from "../../util/userError.js";
import {
  formatPythonLiteral,
  isPythonList,
  parsePythonLiteral,
  type PythonLiteral,
} from "./pythonLiteral.js";

/** Half-open interval [low, high). */
export type Interval = readonly [low: number, high: number];

/** The interval(s) that numbers are drawn from: the inputs of a task, or a module's noise. */
export interface NumberRange {
  readonly intervals: readonly [Interval] | readonly [Interval, Interval];
  /**
   * Which of two intervals a number comes from. `each`: one of the two is drawn for every number.
   * `halves`: the first half of the inputs (rounded down) from the first, the rest from the second.
   */
  readonly placement: "each" | "halves";
  /** The first two elements of the list as Python prints them: they are part of a run's name. */
  readonly text: readonly [string, string];
}

/**
 * Reads a range from a Python list: `[1, 2]` is one interval, `[[-6, -2], [2, 6]]` two of equal width,
 * and a third (ignored, usually empty) element asks for placement in halves.
 *
 * @throws {UserError} for anything else
 */
export function parseNumberRange(text: string): NumberRange {
  return toNumberRange(parsePythonLiteral(text));
}

/**
 * @param list a parsed Python list, see {@link parseNumberRange}
 * @throws {UserError} when it is not a range
 */
export function toNumberRange(list: PythonLiteral): NumberRange {
  if (!isPythonList(list) || list.length < 2) throw notARange(list, "it needs two elements");
  const [first, second] = list as [PythonLiteral, PythonLiteral];
  const text = [formatPythonLiteral(first), formatPythonLiteral(second)] as const;
  if (!isPythonList(first) && !isPythonList(second)) {
    if (list.length > 2) throw notARange(list, "an interval has two ends");
    return { intervals: [[first.value, second.value]], placement: "each", text };
  }
  const intervals = [toInterval(first, list), toInterval(second, list)] as const;
  if (list.length > 2) return { intervals, placement: "halves", text };
  const [[a, b], [c, d]] = intervals;
  if (a - b !== c - d) throw notARange(list, "its two intervals must be equally wide");
  return { intervals, placement: "each", text };
}

/** The range as figures name it: `U[1,2]`, `U[-6,-2] & U[2,6]`. */
export function formatRangeLabel({ intervals }: NumberRange): string {
  return intervals.map(([low, high]) => `U[${low},${high}]`).join(" & ");
}

const number = "-?\\d+(?:\\.\\d*)?(?:e[-+]?\\d+)?";
const plainRange = new RegExp(`^(${number})-(${number})$`, "i");
const mirroredRange = new RegExp(
  `^\\[(${number}), ?(${number})\\]-\\[(${number}), ?(${number})\\]$`,
  "i",
);

/**
 * The label of a range as names of runs hold it: `-2-2` is `U[-2,2]`, `[-6, -2]-[2, 6]` is
 * `U[-6,-2] & U[2,6]`. Other texts stay as they are.
 */
export function labelOfPrintedRange(text: string): string {
  const plain = plainRange.exec(text);
  if (plain) return `U[${plain[1]},${plain[2]}]`;
  const mirrored = mirroredRange.exec(text);
  if (mirrored) return `U[${mirrored[1]},${mirrored[2]}] & U[${mirrored[3]},${mirrored[4]}]`;
  return text;
}

function toInterval(part: PythonLiteral, list: PythonLiteral): Interval {
  if (isPythonList(part) && part.length === 2) {
    const [low, high] = part as [PythonLiteral, PythonLiteral];
    if (!isPythonList(low) && !isPythonList(high)) return [low.value, high.value];
  }
  throw notARange(list, `${formatPythonLiteral(part)} is no interval`);
}

function notARange(list: PythonLiteral, reason: string): UserError {
  return new UserError(
    `${formatPythonLiteral(list)} is not a range: ${reason}. ` +
      "Write [low, high], [[low, high], [low, high]] or [[low, high], [low, high], []].",
  );
}

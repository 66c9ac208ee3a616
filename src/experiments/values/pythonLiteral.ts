import { UserError } from "../../util/userError.js";
import { formatPythonNumber, type PythonNumber } from "./pythonNumber.js";

/** A number or a list: all of Python's literals that the experiments use. */
export type PythonLiteral = PythonNumber | readonly PythonLiteral[];

export const isPythonList = (literal: PythonLiteral): literal is readonly PythonLiteral[] =>
  Array.isArray(literal);

const token = /\s*([[\](),]|[^\s[\](),]+)/y;
const number = /^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d+)?$/;

/**
 * Reads a Python literal made of numbers, lists and tuples, such as `[[-2, -0.1], [0.1, 2], []]`.
 *
 * @throws {UserError} naming the text and the place in it that could not be read
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  const tokens: { text: string; column: number }[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    tokens.push({ text: match[1], column: token.lastIndex - match[1].length + 1 });
  }
  let next = 0;
  const fail = (expected: string): never => {
    const found = tokens[next];
    const place = found ? `"${found.text}" at character ${found.column}` : "the end";
    throw new UserError(`"${text}" is not a Python literal: ${expected} expected, found ${place}.`);
  };
  const readValue = (): PythonLiteral => {
    const first = tokens[next]?.text;
    if (first === "[" || first === "(") {
      next++;
      return readItems(first === "[" ? "]" : ")");
    }
    if (first === undefined || !number.test(first)) return fail("a number or a list");
    next++;
    const value = Number(first.replaceAll("_", ""));
    return { value, isFloat: /[.eE]/.test(first) };
  };
  const readItems = (closing: string): PythonLiteral[] => {
    const items: PythonLiteral[] = [];
    while (tokens[next]?.text !== closing) {
      items.push(readValue());
      if (tokens[next]?.text === ",") next++;
      else if (tokens[next]?.text !== closing) fail(`"," or "${closing}"`);
    }
    next++;
    return items;
  };
  const value = readValue();
  if (next < tokens.length) fail("the end");
  return value;
}

/** What Python prints for the literal, with its blanks: `[-2, -0.1]`. */
export function formatPythonLiteral(literal: PythonLiteral): string {
  return isPythonList(literal)
    ? `[${literal.map(formatPythonLiteral).join(", ")}]`
    : formatPythonNumber(literal);
}

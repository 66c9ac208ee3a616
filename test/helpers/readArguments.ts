import { runArguments } from "../../src/experiments/settings/runArguments.js";

/** Splits a command line of the original program, in which no option is written with "=". */
export function readArguments(words: readonly string[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  let current: string[] = [];
  for (const word of words) {
    if (word.startsWith("--")) {
      if (!runArguments.some(({ name }) => name === word)) throw new Error(`unknown ${word}`);
      current = [];
      values.set(word, current);
    } else {
      current.push(word);
    }
  }
  return values;
}

import { UserError } from "../util/userError.js";

/**
 * Reads a list of seeds: `0-24`, `3`, `0-4,7,9-10`.
 *
 * @returns the seeds in ascending order, each once
 * @throws {UserError} when the text is something else
 */
export function parseSeeds(text: string): number[] {
  const seeds = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (!match || last < first || last > 2 ** 32 - 1 || last - first >= 1_000_000) {
      throw new UserError(
        `"${text}" is not a list of seeds. Write single seeds and ascending ranges, such as "0-24" or "0-4,7".`,
        2,
      );
    }
    for (let seed = first; seed <= last; seed++) seeds.add(seed);
  }
  return [...seeds].sort((a, b) => a - b);
}

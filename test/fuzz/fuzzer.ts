import { mkdirSync, rmSync } from "node:fs";
import { UserError } from "../../src/util/userError.js";
import { Random } from "./random.js";

/** Makes hostile inputs of one kind and gives them to the program. */
export interface Fuzzer {
  readonly name: string;
  /** What is made once and used for every input. */
  readonly prepare?: (folder: string) => Promise<void>;
  /**
   * Makes one input from `random` and tries it; `folder` is empty. A UserError is an answer. Anything else
   * that is thrown is a find.
   */
  readonly attempt: (random: Random, folder: string, prepared: string) => Promise<void>;
}

/** An input that was answered wrongly; `--seed` and `--only` make it again. */
export interface Find {
  readonly fuzzer: string;
  readonly seed: number;
  readonly index: number;
  readonly message: string;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly inputs: number;
  readonly seconds: number;
  readonly folder: string;
  /** The first input; the last one is `first + inputs - 1`. */
  readonly first?: number;
  /** Told about each input before it is tried. */
  readonly onInput?: (index: number) => void;
}

/** What a message for people never holds: words of JavaScript, or pages of source. */
const rawMessage =
  /Cannot (read|set) propert|is not (a function|iterable|defined)|\n\s+at .*:\d+:\d+/;
const longestMessage = 25_000;

/** Tries inputs until their number or the time is up. */
export async function runFuzzer(
  fuzzer: Fuzzer,
  options: FuzzOptions,
): Promise<{ tried: number; finds: Find[] }> {
  const { seed, inputs, seconds, folder, first = 0, onInput } = options;
  const prepared = `${folder}/prepared`;
  const scratch = `${folder}/input`;
  mkdirSync(prepared, { recursive: true });
  await fuzzer.prepare?.(prepared);
  const until = performance.now() + 1000 * seconds;
  const finds: Find[] = [];
  let tried = 0;
  for (let index = first; index < first + inputs && performance.now() < until; index++, tried++) {
    onInput?.(index);
    mkdirSync(scratch, { recursive: true });
    try {
      await fuzzer.attempt(new Random(Math.imul(seed, 0x9e3779b1) + index), scratch, prepared);
    } catch (error) {
      const message = faultOf(error);
      if (message !== undefined) finds.push({ fuzzer: fuzzer.name, seed, index, message });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return { tried, finds };
}

/** What is wrong with an answer; undefined when it is one for people. */
export function faultOf(error: unknown): string | undefined {
  if (!(error instanceof UserError)) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  if (rawMessage.test(error.message)) return `raw message: ${error.message.slice(0, 500)}`;
  if (error.message.length <= longestMessage) return undefined;
  return `a message of ${error.message.length} characters: ${error.message.slice(0, 500)}`;
}

import { createContext, Script, type Context } from "node:vm";
import { UserError } from "./userError.js";

/** Some patterns take a time that doubles with each character: `^((a+)+)$`. */
const mostMilliseconds = 1000;

/** Two parts of any length are what it takes; patterns with one are quick on names. */
const unbounded = /[*+]|\{\d*,\}/g;

/** A pattern for which nobody wants to wait once more. */
export class SlowPattern extends UserError {}

let context: Context | undefined;
const script = new Script("pattern.exec(text)");

/**
 * Looks for a pattern as `RegExp.exec` does, but gives up after a second.
 *
 * @returns what is found in a text, or null
 * @throws {SlowPattern} (the function that is returned) when the time is up
 */
export function timedPattern(pattern: RegExp): (text: string) => RegExpExecArray | null {
  const parts = pattern.source.match(unbounded)?.length ?? 0;
  if (parts < 2) return (text) => pattern.exec(text);
  return (text) => {
    context ??= createContext();
    context["pattern"] = pattern;
    context["text"] = text;
    try {
      return script.runInContext(context, { timeout: mostMilliseconds }) as RegExpExecArray | null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      throw new SlowPattern(
        `The pattern ${pattern.source} takes more than a second on ${JSON.stringify(text)}.\n` +
          `Leave out repetitions within repetitions, such as (a+)+, and name what stands between two of them.`,
        1,
        { cause: error },
      );
    }
  };
}

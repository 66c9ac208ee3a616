import { UserError } from "../../util/userError.js";

const longestMessage = 300;

/**
 * What is printed of an error: of one that the user can mend its message, of any other what happened and
 * what to do about it. Where it happened in the program is shown when `DEBUG` is set, and only then.
 */
export function describeFault(error: unknown, environment: NodeJS.ProcessEnv): string {
  const shown = `error: ${error instanceof UserError ? error.message : messageOf(error)}\n`;
  return environment["DEBUG"] ? `${shown}${stacksOf(error)}` : shown;
}

/** An error that is none of the user's, as one of a thing that failed beside others. */
export function unforeseen(place: string, error: unknown): UserError {
  return new UserError(`${place}: ${messageOf(error)}`, 1, { cause: error });
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // Some libraries put whole programs into their messages.
  const [line] = text.split("\n");
  const short = line.length > longestMessage ? `${line.slice(0, longestMessage)}...` : line;
  if (isOfSystem(error)) return `${short}.`;
  if (isOfMemory(error)) {
    return `${short}.\nThere is not enough memory: give Node more (NODE_OPTIONS=--max-old-space-size=8000), or the program less to do at once.`;
  }
  return `${short}\nThis was not foreseen. DEBUG=1 shows where it happened; please report that.`;
}

/** Errors of the operating system name what was tried and on which file. */
const isOfSystem = (error: unknown): boolean =>
  error instanceof Error && "syscall" in error && "code" in error;

/** What JavaScript says when an array, a text or a buffer finds no room. */
const isOfMemory = (error: unknown): boolean =>
  error instanceof RangeError &&
  /allocation failed|Invalid (typed )?array (buffer )?length|Invalid string length/i.test(
    error.message,
  );

/** The error's stack and those of its causes. */
function stacksOf(error: unknown): string {
  const stacks: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    stacks.push(cause.stack ?? String(cause));
  }
  return stacks.map((stack) => `${stack}\n`).join("caused by ");
}

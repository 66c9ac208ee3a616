import { UserError } from "../../util/userError.js";

/**
 * The error for a place in a query: what is wrong, the line of it, and a mark below the place.
 *
 * @param offset in bytes of UTF-8, as the database counts
 */
export function errorAt(sql: string, offset: number, reason: string): UserError {
  const bytes = Buffer.from(sql);
  if (!(offset >= 0 && offset <= bytes.length)) return new UserError(reason);
  const before = bytes.subarray(0, offset).toString();
  const line = before.split("\n").length;
  const column = before.length - (before.lastIndexOf("\n") + 1);
  return new UserError(
    `${first(reason)}\n${excerpt(sql.split("\n")[line - 1], line, column)}${rest(reason)}`,
  );
}

const first = (text: string): string => text.split("\n", 1)[0];
const rest = (text: string): string => {
  const end = text.indexOf("\n");
  return end < 0 ? "" : text.slice(end);
};

const mostBefore = 50;
const mostShown = 72;

function excerpt(text: string, line: number, column: number): string {
  const start = Math.max(0, column - mostBefore);
  const shown = text.slice(start, start + mostShown);
  const head = `  line ${line}: ${start > 0 ? "…" : ""}`;
  const tail = start + mostShown < text.length ? "…" : "";
  return `${head}${shown}${tail}\n${" ".repeat(head.length + column - start)}^`;
}

/** The error of the database as a sentence: its kinds (`Binder Error: `) say nothing to who asks. */
export function databaseError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isMemory = message.startsWith("Out of Memory Error");
  const text = message
    .replace(/^(?:[\w ]+ Error|INTERNAL Error): /, "")
    .replace(/\n+LINE (\d+): /, "\n  line $1: ")
    .replace(/\n( *)\^\s*$/, (_, blanks: string) => `\n${blanks}  ^`)
    .trimEnd();
  const isTable = /^Table with name .* does not exist/.test(text);
  const advice = isMemory
    ? "\nThe answer takes more memory than half of what the machine has: filter or group before sorting."
    : isTable
      ? "\nLogs are read by scalars('folder'), tables by FROM 'file.csv' or FROM 'file.parquet'."
      : "";
  const said = isTable ? text.replace(/\nDid you mean .*/, "") : text;
  return new UserError(`The query fails: ${said}${advice}`, 1, { cause: error });
}

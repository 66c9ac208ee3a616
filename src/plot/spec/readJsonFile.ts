import { readFile } from "node:fs/promises";
import { UserError } from "../../util/userError.js";

/**
 * Reads a JSON file.
 *
 * @param kind what the file is, for messages ("spec", "theme")
 * @throws {UserError} when the file cannot be read or is not JSON: with line and column
 */
export async function readJsonFile(path: string, kind: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UserError(
      `${path}: ${missing ? `there is no such ${kind}` : (error as Error).message}.\nCheck the name and the permissions of the file.`,
      1,
      { cause: error },
    );
  }
  return parseJson(text, path);
}

/** @throws {UserError} when a text is not JSON: with the file's name, line and column */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(`${path}${place(text, message)}: not valid JSON: ${message}.`, 1, {
      cause: error,
    });
  }
}

/** The same where the message says nothing of it, as for short texts: up to the fault there is only too little. */
function positionOfFault(text: string): number {
  let low = 0;
  let high = text.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (isCutOff(text.slice(0, middle))) low = middle;
    else high = middle;
  }
  return low;
}

function isCutOff(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return /end of JSON input|Unterminated|missing|No number/.test((error as Error).message);
  }
}

/** `:line:column` of the position that a JSON error names, if it names one. */
function place(text: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  const end = message.includes("end of JSON input");
  const fault = end ? text.length : Number(position ?? positionOfFault(text));
  const before = text.slice(0, fault).split("\n");
  return `:${before.length}:${before.at(-1)!.length + 1}`;
}

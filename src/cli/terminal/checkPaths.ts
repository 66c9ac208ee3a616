import type { Command } from "commander";
import { accessSync, constants, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { pathBytes } from "../../util/files/pathBytes.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";

type Expected = "folder" | "file";

/**
 * Checks what was typed for every option that takes a folder or a file, and that no argument is empty, before anything
 * is read. What is not there yet is the command's business.
 *
 * @throws {UserError} naming the option, what stands there and what is expected
 */
export function checkPaths(command: Command): void {
  for (const option of command.options) {
    const expected = /<(folder|file)(?:s\.\.\.)?>/.exec(option.flags)?.[1];
    if (expected !== "folder" && expected !== "file") continue;
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== "cli") continue;
    const given: unknown = command.getOptionValue(name);
    // Batch systems name the file in a folder themselves.
    const takesBoth = name === "out" && command.getOptionValue("on") !== undefined;
    const isWritten = expected === "folder" && isWrittenTo(command.name(), name);
    for (const path of Array.isArray(given) ? (given as unknown[]) : [given]) {
      if (typeof path === "string") {
        checkPath(option.long ?? option.flags, path, expected, { takesBoth, isWritten });
      }
    }
  }
  command.registeredArguments.forEach((argument, index) => {
    const given: unknown = command.processedArgs[index];
    const isEmpty = Array.isArray(given) ? given.includes("") : given === "";
    if (isEmpty) throw new UserError(`<${argument.name()}>: an empty text names nothing.`, 2);
  });
}

/** Whether a command writes into the folder of an option: what is in its way is a failure of the work. */
const isWrittenTo = (command: string, option: string): boolean =>
  option === "out" || (option === "runs" && ["train", "run", "task"].includes(command));

/** @throws {UserError} when something else stands at a path, or nobody may look at it */
export function checkPath(
  option: string,
  path: string,
  expected: Expected,
  { takesBoth = false, isWritten = false } = {},
): void {
  const fail = (reason: string): never => {
    if (!isWritten) throw new UserError(`${option} ${path}: ${reason}`, 2);
    throw new UserError(`${option} ${path}: ${reason}\nCannot write there: ${path}`);
  };
  if (path === "") {
    throw new UserError(`${option}: a ${expected} is expected, and an empty text names none.`, 2);
  }
  const stats = look(path, fail);
  if (stats === undefined) return;
  const kind = kindOf(stats);
  if (expected === "folder" && kind !== "a folder") {
    fail(`a folder is expected, and this is ${kind}.`);
  }
  if (kind === "a folder") {
    if (expected === "file" && !takesBoth) fail("a file is expected, and this is a folder.");
    try {
      accessSync(pathBytes(path), constants.R_OK | constants.X_OK);
    } catch {
      fail("this folder may not be read (permission denied).");
    }
  }
  // A shell hands on what another program prints as a pipe below /dev.
  if (kind === "a socket" || (kind === "a pipe" && !path.startsWith("/dev/"))) {
    fail(`a file is expected, and this is ${kind}.`);
  }
}

/** What stands at a path; undefined when nothing does. */
function look(path: string, fail: (reason: string) => never): Stats | undefined {
  try {
    return statSync(pathBytes(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR")
      return fail(`${fileAbove(path)} is a file, so that nothing is below it.`);
    if (code === "EACCES") return fail("a folder above it may not be read (permission denied).");
    if (code === "ELOOP") return fail("a link that leads to itself.");
    if (code === "ENAMETOOLONG") return fail("a name that is too long.");
    return fail((error as Error).message);
  }
}

function fileAbove(path: string): string {
  for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
    if (statOrUndefined(above)?.isFile() === true) return above;
  }
  return dirname(path);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isSocket()) return "a socket";
  if (stats.isFIFO()) return "a pipe";
  return stats.isFile() ? "a file" : "a device";
}

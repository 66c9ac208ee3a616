import { basename, resolve } from "node:path";
import { readRuns, type Run } from "../events/index.js";

/** Like `readRuns`; a run whose files lie in the log directory itself is called after that folder. */
export async function* readNamedRuns(
  logDirectory: string,
  options: Parameters<typeof readRuns>[1],
): AsyncGenerator<Run> {
  for await (const run of readRuns(logDirectory, options)) yield withName(run, logDirectory);
}

/** The run under the name that tables show. */
function withName(run: Run, logDirectory: string): Run {
  return { ...run, name: tableName(run, logDirectory) };
}

/** The name that tables show: that of the log directory when the run's files lie in there. */
export function tableName({ name }: { readonly name: string }, logDirectory: string): string {
  return name === "." ? basename(resolve(logDirectory)) : name;
}

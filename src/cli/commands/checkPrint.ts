import { preflight } from "../../figures/build/preflight.js";
import { type Finding, venues } from "../../plot/index.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import type { Options } from "./check.js";
import { chooseLookups } from "./chooseLookups.js";

/** Carries `figures check --print` out: what a production editor would say. */
export async function checkPrint(
  keys: string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { venue, statistics } = options;
  if (venue !== undefined && !venues().has(venue)) {
    const names = [...venues().keys()];
    throw new UserError(
      `--venue: there is no venue "${venue}".${didYouMean(venue, names)}\nThere are: ${names.join(", ")}.`,
      2,
    );
  }
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await chooseLookups(keys, options, folders);
  const failures = errors.map(({ message }) => message);
  let problems = 0;
  for (const lookup of lookups) {
    const warn = warner(terminal);
    try {
      const findings = await preflight(lookup, folders, {
        venue,
        ...(statistics && { statistics }),
        onWarning: (message) => warn(`${lookup.key}: ${message}`),
      });
      problems += findings.filter(({ kind }) => kind === "problem").length;
      await terminal.out(textOf(lookup.key, findings));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  if (problems > 0) {
    failures.push(`${problems} ${problems === 1 ? "problem" : "problems"} for print`);
  }
  if (failures.length > 0) throw new UserError(failures.join("\n"));
}

function textOf(key: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return `${key}: ready for print\n`;
  const lines = findings.map(
    ({ kind, place, what, remedy }) => `  ${kind}, ${place}: ${what}\n    ${remedy}\n`,
  );
  return `${key}:\n${lines.join("")}`;
}

import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { factNames } from "../../facts/fact.js";
import { findLogs } from "../../figures/logs/findLogs.js";
import { type Inspection, inspectLogs } from "../../figures/logs/inspectLogs.js";
import { proposeCurves, proposeValues } from "../../figures/logs/proposeLookup.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Terminal } from "../terminal/terminal.js";

export interface Options {
  readonly by?: string;
  readonly facet?: string;
  readonly name?: string;
  readonly pattern?: string;
  readonly out?: string;
}

/** Carries `figures new` out. Without a file its paths are those of one in `lookups/`. */
export async function newLookup(
  what: "curves" | "values",
  paths: readonly string[],
  { by, facet, out, ...rules }: Options,
  terminal: Terminal,
): Promise<void> {
  const inspection = await inspectLogs(findLogs(paths), rules);
  const facts = by?.split(",").map((name) => name.trim());
  refuseUnknown(inspection, [...(facts ?? []), ...(facet === undefined ? [] : [facet])]);
  const folder = out === undefined ? "lookups" : dirname(out);
  const propose = what === "curves" ? proposeCurves : proposeValues;
  const text = propose(inspection, {
    ...(facts && { by: facts }),
    ...(facet !== undefined && { facet }),
    ...(rules.pattern !== undefined && { pattern: rules.pattern }),
    runs: paths.map((path) => relative(resolve(folder), resolve(path)).replaceAll("\\", "/")),
  });
  if (out === undefined) {
    await terminal.out(text);
    return;
  }
  if (existsSync(out)) throw new UserError(`${out} is already there: it is left as it is.`);
  await writeFileAtomically(out, text);
  await terminal.out(`${out}\n`);
}

function refuseUnknown({ facts }: Inspection, names: readonly string[]): void {
  const known = factNames(facts.runs.map((run) => run.facts));
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UserError(
      `No run has the fact "${name}".${didYouMean(name, known)}\n` +
        `The runs have: ${known.join(", ")}. Say with --name or --pattern how they are named.`,
      2,
    );
  }
}

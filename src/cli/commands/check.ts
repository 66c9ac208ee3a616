import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { Lookup, LookupSeries } from "../../figures/lookups/index.js";
import type { FolderOptions, Folders } from "../../figures/folders.js";
import { UserError } from "../../util/userError.js";
import { addFolderOptions, foldersOf } from "../terminal/folderOptions.js";
import { chooseLookups } from "./chooseLookups.js";
import { warner, type Terminal } from "../terminal/terminal.js";

interface Options extends FolderOptions {
  readonly all?: boolean;
  readonly against: string;
}

/** `figures check`: are committed figures what their data give? */
export function registerCheck(program: Command, terminal: Terminal): Command {
  const command = program
    .command("check")
    .description("rebuild figures in a temporary folder and compare them with committed ones")
    .argument("[keys...]", "lookup keys (see: figures list)")
    .option("--all", "every figure of the lookup files")
    .option("--against <folder>", "the figures to compare with", "figures/gallery");
  addFolderOptions(command, ["runs", "tables", "lookups"]).addHelpText(
    "after",
    `
Numbers are compared exactly, drawings byte by byte. Rebuilt files that differ are kept, and the message
says where.

Examples:
  figures check --all
  figures check nips-sltr-in2 --against out`,
  );
  return command.action((keys: string[], options: Options) => check(keys, options, terminal));
}

async function check(keys: string[], options: Options, terminal: Terminal): Promise<void> {
  const folders = foldersOf(options, terminal);
  const { lookups, errors } = await chooseLookups(keys, options.all === true, folders);
  const { checkFigure } = await import("../../figures/build/checkFigure.js");
  const temporary = await mkdtemp(join(tmpdir(), "figures-check-"));
  const failures = errors.map(({ message }) => message);
  let files = 0;
  let figures = 0;
  for (const lookup of lookups) {
    const { key } = lookup;
    const warn = warner(terminal);
    if (options.all && !(await isCheckable(lookup, folders, options.against))) {
      terminal.err(`${key}: neither data nor committed files; not checked\n`);
      continue;
    }
    try {
      const { compared, differences } = await checkFigure(lookup, folders, {
        against: options.against,
        differencesTo: temporary,
        dpi: 300,
        warn: (message) => warn(`${key}: ${message}`),
      });
      if (compared.length === 0)
        failures.push(`${key}: there is nothing of it in ${options.against}`);
      else figures++;
      files += compared.length;
      failures.push(...differences);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length === 0) {
    await rm(temporary, { recursive: true });
    await terminal.out(
      `${figures} figures (${files} files) are as they are in ${options.against}\n`,
    );
    return;
  }
  throw new UserError(
    `${failures.join("\n")}\n${failures.length} complaints; if the new figures are right, write them with\n` +
      `  figures build ${options.all ? "--all" : keys.join(" ")} --out ${options.against}`,
  );
}

/** False for a figure that nobody could have built yet. */
async function isCheckable(lookup: Lookup, folders: Folders, against: string): Promise<boolean> {
  const { locateSeries } = await import("../../figures/data/locateSeries.js");
  const isThere = (series: LookupSeries) => "path" in locateSeries(series, lookup.file, folders);
  const committed = await readdir(against).catch(() => []);
  return (
    lookup.series.every(isThere) || committed.some((name) => name.startsWith(`${lookup.key}.`))
  );
}

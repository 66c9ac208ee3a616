import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { exportPart, type PartedExport, partPath } from "../../exports/parts/exportParts.js";
import { mergeParts } from "../../exports/parts/mergeParts.js";
import { claimPieces } from "../../jobs/batch/claimPieces.js";
import { makeFolders } from "../../util/files/durable.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Terminal } from "../terminal/terminal.js";
import { exportCommand } from "./export.js";
import { exportWithFacts } from "./exportFacts.js";
import type { Options } from "./exportOptions.js";
import { reduceExport } from "./reduceExport.js";
import type { Outcome, Surroundings } from "./taskSurroundings.js";

/** What an export on a cluster does. */
export interface ExportWork {
  readonly directories: string[];
  readonly options: Options;
  /** What is read in parts; else one task reads all. */
  readonly parted?: PartedExport;
  /** Where the parts are kept. */
  readonly folder: string;
}

/** One task of a job that exports: reads parts, and puts them together when all are there. */
export async function exportTask(
  { folder, job, index, rest, log }: Surroundings,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<Outcome> {
  const work = JSON.parse(await readFile(join(folder, "work.json"), "utf8")) as ExportWork;
  const { parted, directories, options } = work;
  const count = parted?.parts.length ?? 0;
  const isWritten = () => existsSync(join(folder, "written.json"));
  const isThere = (part: number) => existsSync(partPath(work.folder, part));
  await makeFolders(work.folder);
  const read =
    parted === undefined
      ? 0
      : await claimPieces(
          {
            ...{ count, index, tasks: job.tasks },
            claimOf: (part) => join(work.folder, `.part-${part}`),
            isDone: (part) => isWritten() || isThere(part),
            goesOn: () => rest.isEnoughFor(0),
            async work(part) {
              log(`begun part ${part}`);
              await exportPart(parted, part, work.folder);
              log(`done part ${part}`);
            },
          },
          signal,
        );
  const areAllThere = () => Array.from({ length: count }, (_, part) => part).every(isThere);
  const table = {
    ...{ count: 1, index: 0, tasks: 1, goesOn: areAllThere, isDone: isWritten },
    claimOf: () => join(folder, ".table"),
    async work() {
      log("begun table");
      await writeTable(work, directories, options, terminal);
      await writeFileAtomically(join(folder, "written.json"), "{}\n");
      log("done table");
    },
  };
  const tables = signal.aborted ? 0 : await claimPieces(table, signal);
  if (isWritten()) await rm(work.folder, { recursive: true, force: true });
  const parts = `${read} of ${count} parts read here`;
  return { text: tables > 0 ? `${parts}, and the table written` : parts, hasFailed: false };
}

async function writeTable(
  { parted, folder }: ExportWork,
  directories: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { reduce, name, pattern, facts, lookup } = options;
  if (parted !== undefined) {
    return exportCommand(directories, options, terminal, {
      directories: parted.directories,
      rowsAlready: (asked) => mergeParts(parted, folder, asked),
    });
  }
  const hasFacts = facts !== undefined || lookup !== undefined;
  if (hasFacts || (reduce === undefined && (name ?? pattern) !== undefined)) {
    return exportWithFacts(directories, options, terminal);
  }
  if (reduce !== undefined) return reduceExport(directories, options, terminal);
  return exportCommand(directories, options, terminal);
}

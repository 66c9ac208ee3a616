import { readRuns as readAll } from "../../events/threads/readEach.js";
import type { FindOptions } from "../../events/runs/findRuns.js";
import type { Run } from "../../events/runs/run.js";
import type { ReadOptions } from "../../events/decode/readOptions.js";
import { query } from "../query/query.js";
import { table } from "./dataTable.js";
import { jupyterDisplay, type MimeBundle } from "./mimeBundle.js";

/** Runs as they are read, one after the other; a notebook shows what there is of each. */
export interface ReadRuns extends AsyncGenerator<Run> {
  [jupyterDisplay](): Promise<MimeBundle>;
}

/**
 * Reads all runs below a log directory, in natural order of their names: of many, in several threads. Nothing of a run is held
 * after it was given. Broken files never throw: what could not be read is in the run's `losses`. As the last value of a cell it
 * is a table with a row for each run, as `from runs('logs')` gives it.
 *
 * @throws {UserError} as `findRuns` does
 */
export function readRuns(logDirectory: string, options: ReadOptions & FindOptions = {}): ReadRuns {
  const runs = readAll(logDirectory, options);
  const show = async () => {
    const rows = await query(`from runs('${logDirectory.replaceAll("'", "''")}')`, {
      supersede: options.supersede,
    });
    return table(rows)[jupyterDisplay]();
  };
  return Object.assign(runs, { [jupyterDisplay]: show });
}

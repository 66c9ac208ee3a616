import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cannotWrite } from "../../util/writeFileAtomically.js";
import {
  completeSettings,
  type GivenSettings,
  type RunSettings,
} from "../../experiments/settings/runSettings.js";
import type { BackendName } from "../../compute/backends/engine.js";
import type { EarlyStop } from "../trainer/trainer.js";

/** What a finished run says about itself, in a hidden file beside its event file. */
export interface RunRecord {
  readonly settings: RunSettings;
  readonly backend: BackendName;
  /** What computed it, in words; absent in records of earlier versions. */
  readonly device?: string;
  /** `maxIterations + 1`, or fewer if the run stopped early. */
  readonly iterationsDone: number;
  readonly stopped: EarlyStop | null;
  /** Wall time of the training. */
  readonly seconds: number;
  /** Version of the program. */
  readonly version: string;
}

const recordName = ".run.json";

/** What is found where a run is to be written. */
export type RunState =
  | { readonly kind: "missing" }
  | { readonly kind: "finished"; readonly record: RunRecord }
  /** Finished, but with settings that its name does not show or that it logs otherwise. */
  | { readonly kind: "different"; readonly differences: readonly string[] }
  /** Something without a record: not written by this program. */
  | { readonly kind: "foreign" };

/** Looks at a run's directory. A directory that this program wrote is either whole or not there. */
export async function inspectRun(directory: string, settings: RunSettings): Promise<RunState> {
  let text: string;
  try {
    text = await readFile(join(directory, recordName), "utf8");
  } catch {
    const entries = await readdir(directory).catch(() => undefined);
    return { kind: entries === undefined || entries.length === 0 ? "missing" : "foreign" };
  }
  let record: RunRecord;
  try {
    record = JSON.parse(text) as RunRecord;
  } catch {
    return { kind: "foreign" };
  }
  const differences = compareSettings(record.settings, settings);
  return differences.length > 0 ? { kind: "different", differences } : { kind: "finished", record };
}

/** @throws {UserError} when it cannot be written */
export async function writeRunRecord(directory: string, record: RunRecord): Promise<void> {
  const path = join(directory, recordName);
  try {
    await writeFile(path, `${JSON.stringify(record)}\n`);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Each setting in which two runs differ: `maxIterations is 5000 instead of 50000`. A setting that the
 * run's program did not know yet had its default.
 */
function compareSettings(record: GivenSettings, wanted: RunSettings): string[] {
  const there = completeSettings(record);
  return (Object.keys(wanted) as (keyof RunSettings)[])
    .filter((key) => JSON.stringify(there[key]) !== JSON.stringify(wanted[key]))
    .map(
      (key) => `${key} is ${JSON.stringify(there[key])} instead of ${JSON.stringify(wanted[key])}`,
    );
}

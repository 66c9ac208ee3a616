import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { eventFilesAmong } from "../../events/runs/findRuns.js";
import { syncFile } from "../../util/files/durable.js";
import { readTexts } from "../../util/files/readTexts.js";
import { version } from "../../util/version.js";
import { cannotWrite, writeFileAtomically } from "../../util/writeFileAtomically.js";
import {
  completeSettings,
  type GivenSettings,
  type RunSettings,
} from "../../experiments/settings/runSettings.js";
import type { EarlyStop } from "../trainer/trainer.js";

/** What a finished run says about itself, in a hidden file beside its event file. */
export interface RunRecord {
  readonly settings: RunSettings;
  readonly backend: string;
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

/** Why the last attempt at a run ended without one, in a hidden file where the run would be. */
export interface RunFailure {
  readonly reason: string;
  /** When, as ISO 8601. */
  readonly time: string;
  readonly host: string;
  readonly version: string;
  /** How often in a row. */
  readonly attempts: number;
}

export const recordName = ".run.json";
const failureName = ".failed.json";
/** The record of a run while its files are being replaced. */
export const replacingRecord = '{"replacing":true}\n';

/** What is found where a run is to be written. */
export type RunState =
  | { readonly kind: "missing" }
  | { readonly kind: "finished"; readonly record: RunRecord }
  /** Finished, but with settings that its name does not show or that it logs otherwise. */
  | { readonly kind: "different"; readonly differences: readonly string[] }
  /** Attempted, without a result. */
  | { readonly kind: "failed"; readonly failure: RunFailure }
  /** With a record that a power loss or a full disk cut, or that was being replaced. */
  | { readonly kind: "unfinished" }
  /** Something without a record: not written by this program. */
  | { readonly kind: "foreign" };

/** Whether a run is to be trained that is in this state. */
export function isToBeTrained({ kind }: RunState): boolean {
  return kind === "missing" || kind === "failed" || kind === "unfinished";
}

/** Looks at a run's directory. A directory that this program wrote is either whole or not there. */
export async function inspectRun(directory: string, settings: RunSettings): Promise<RunState> {
  const text = await readFile(join(directory, recordName), "utf8").catch(() => undefined);
  return stateOfRecord(directory, text, settings);
}

/**
 * Looks at many runs' directories, as fast as the file system answers.
 *
 * @returns the states in the order of the runs
 */
export async function inspectRuns(
  runs: readonly { readonly directory: string; readonly settings: RunSettings }[],
): Promise<RunState[]> {
  const texts = await readTexts(runs.map(({ directory }) => join(directory, recordName)));
  const states: RunState[] = [];
  for (const [index, { directory, settings }] of runs.entries()) {
    states.push(await stateOfRecord(directory, texts[index], settings));
  }
  return states;
}

function stateOfRecord(
  directory: string,
  text: string | undefined,
  settings: RunSettings,
): RunState | Promise<RunState> {
  if (text === undefined) return inspectWithoutRecord(directory);
  const expected = parseOlderRecordOf(settings, text) ?? parseRecordOf(settings, text);
  if (expected !== undefined) return { kind: "finished", record: expected };
  const record = parseRecord(text);
  if (typeof record === "string") return { kind: record };
  const differences = compareSettings(record.settings, settings);
  if (differences.length === 0) olderKeys = Object.keys(record.settings);
  return differences.length > 0 ? { kind: "different", differences } : { kind: "finished", record };
}

/** Whether a folder holds a finished run with its events, of which nothing has been put in its place yet. */
export async function isWholeRun(folder: string, settings: RunSettings): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const { kind } = await inspectRun(folder, settings);
  return kind === "finished" && eventFilesAmong(names).length > 0;
}

async function inspectWithoutRecord(directory: string): Promise<RunState> {
  const entries = await readdir(directory).catch(() => []);
  if (entries.length === 0) return { kind: "missing" };
  if (entries.some((name) => name !== failureName)) return { kind: "foreign" };
  const failure = await readFailure(directory);
  return failure ? { kind: "failed", failure } : { kind: "unfinished" };
}

/** Settings are compared one by one: here it is enough that they are some. */
const recordSchema = z.looseObject({
  settings: z.custom<object>((value) => typeof value === "object" && value !== null),
  backend: z.string(),
  iterationsDone: z.number(),
  stopped: z.looseObject({}).nullable(),
  seconds: z.number(),
  version: z.string(),
});

const restSchema = recordSchema.omit({ settings: true });

/** Most records begin with the very settings that are expected: those are not parsed and compared one by one. */
function parseRecordOf(
  settings: RunSettings,
  text: string,
  written: GivenSettings = settings,
): RunRecord | undefined {
  const start = `{"settings":${JSON.stringify(written)},`;
  if (!text.startsWith(start)) return undefined;
  try {
    const rest: unknown = JSON.parse(`{${text.slice(start.length)}`);
    return restSchema.safeParse(rest).success ? { ...(rest as RunRecord), settings } : undefined;
  } catch {
    return undefined;
  }
}

/** Which settings the last record of an older program had, in its order: its neighbours have the same ones. */
let olderKeys: readonly string[] = [];

/** The same for a record of a program that did not know all settings yet: what it lacks has its default. */
function parseOlderRecordOf(settings: RunSettings, text: string): RunRecord | undefined {
  if (olderKeys.length === 0) return undefined;
  const written: Record<string, unknown> = {};
  const values: Readonly<Record<string, unknown>> = settings;
  for (const key of olderKeys) written[key] = values[key];
  const record = parseRecordOf(settings, text, written);
  if (record === undefined) return undefined;
  const defaults = completeSettings({ task: settings.task });
  for (const key of Object.keys(settings) as (keyof RunSettings)[]) {
    if (!(key in written) && differs(defaults, settings, key)) return undefined;
  }
  return record;
}

function parseRecord(text: string): RunRecord | "unfinished" | "foreign" {
  if (text === replacingRecord) return "unfinished";
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return "unfinished";
  }
  return recordSchema.safeParse(content).success ? (content as RunRecord) : "foreign";
}

/**
 * Whether a run may be put in its place: nothing finished is there, or what was there when it was
 * decided to replace it.
 */
export async function mayReplace(wanted: {
  readonly directory: string;
  readonly settings: RunSettings;
  /** The record's stamp when that was decided. */
  readonly replaces?: string;
}): Promise<boolean> {
  const { directory, settings, replaces } = wanted;
  if (replaces !== undefined) return replaces === (await recordStamp(directory));
  return isToBeTrained(await inspectRun(directory, settings));
}

/**
 * What tells the record of one training from that of another; "none" for a run without a record.
 */
export async function recordStamp(directory: string): Promise<string> {
  const found = await stat(join(directory, recordName), { bigint: true }).catch(() => undefined);
  return found ? `${found.ino}-${found.mtimeNs}-${found.size}` : "none";
}

/**
 * Writes a run's record, to the disk.
 *
 * @throws {UserError} when it cannot be written
 */
export async function writeRunRecord(directory: string, record: RunRecord): Promise<void> {
  const path = join(directory, recordName);
  try {
    await writeFile(path, `${JSON.stringify(record)}\n`);
    await syncFile(path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Notes why a run failed, unless something else stands in its place. */
export async function writeFailure(directory: string, reason: string): Promise<void> {
  const entries = await readdir(directory).catch(() => []);
  if (entries.some((name) => name !== failureName)) return;
  const failure: RunFailure = {
    reason,
    time: new Date().toISOString(),
    host: hostname(),
    version,
    attempts: ((await readFailure(directory))?.attempts ?? 0) + 1,
  };
  await writeFileAtomically(join(directory, failureName), `${JSON.stringify(failure)}\n`);
}

const failureSchema = z.object({
  reason: z.string(),
  time: z.string(),
  host: z.string(),
  version: z.string(),
  attempts: z.number(),
});

async function readFailure(directory: string): Promise<RunFailure | undefined> {
  try {
    const text = await readFile(join(directory, failureName), "utf8");
    return failureSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Each setting in which two runs differ: `maxIterations is 5000 instead of 50000`. A setting that the
 * run's program did not know yet had its default.
 */
function compareSettings(record: GivenSettings, wanted: RunSettings): string[] {
  const there = completeSettings(record);
  const shown = JSON.stringify;
  return (Object.keys(wanted) as (keyof RunSettings)[])
    .filter((key) => differs(there, wanted, key))
    .map((key) => `${key} is ${shown(there[key])} instead of ${shown(wanted[key])}`);
}

/** Most values are the same one, and then their text is. */
function differs(there: RunSettings, wanted: RunSettings, key: keyof RunSettings): boolean {
  return there[key] !== wanted[key] && JSON.stringify(there[key]) !== JSON.stringify(wanted[key]);
}

import * as z from "zod";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { completeSettings, type RunSettings } from "../../experiments/settings/runSettings.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { UserError } from "../../util/userError.js";
import type { CopyRunTask } from "../plan/copyRun.js";

/** What the tasks of a job train. */
export interface TrainingWork {
  readonly runs: string;
  readonly tasks: readonly TrainRunTask[];
  /** Runs that other experiments take over. */
  readonly copies: readonly CopyRunTask[];
  /** Seconds that each of the tasks takes on one thread, as far as that is known. */
  readonly seconds: readonly (number | undefined)[];
}

const fileName = "work.json";

const workSchema = z.object({
  runs: z.string(),
  /** Files with modules of the user's own, and what was in them. */
  modules: z.array(z.object({ path: z.string(), sha256: z.string() })),
  /** What all settings have in common: thousands of runs differ in a few. */
  common: z.looseObject({}),
  tasks: z.array(
    z.object({
      directory: z.string(),
      differs: z.looseObject({}),
      backend: z.string().optional(),
      replaces: z.string().optional(),
      seconds: z.number().optional(),
    }),
  ),
  copies: z.array(
    z.object({
      source: z.string(),
      directory: z.string(),
      differs: z.looseObject({}),
      replaces: z.string().optional(),
    }),
  ),
});

/** The text of the file that tells tasks what to train; directories are relative to the runs' folder. */
export async function trainingWork(work: TrainingWork): Promise<string> {
  const runs = resolve(work.runs);
  const common = commonSettings([...work.tasks, ...work.copies].map(({ settings }) => settings));
  const below = (directory: string) => relative(runs, resolve(directory));
  const paths = new Set(work.tasks.flatMap(({ modules = [] }) => modules));
  const content: z.infer<typeof workSchema> = {
    runs,
    modules: await Promise.all(
      [...paths].map(async (path) => ({ path: resolve(path), sha256: await hashOf(path) })),
    ),
    common,
    tasks: work.tasks.map(({ directory, settings, backend, replaces }, index) => ({
      directory: below(directory),
      differs: difference(settings, common),
      backend,
      replaces,
      seconds: work.seconds[index],
    })),
    copies: work.copies.map(({ source, directory, settings, replaces }) => ({
      source: below(source),
      directory: below(directory),
      differs: difference(settings, common),
      replaces,
    })),
  };
  return `${JSON.stringify(content)}\n`;
}

/**
 * Reads what the tasks of a job train.
 *
 * @throws {UserError} when it cannot be read, and when a file with modules was changed since it was submitted
 */
export async function readTrainingWork(folder: string): Promise<TrainingWork> {
  const path = join(folder, fileName);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read ${path}: ${reason}.`, 1, { cause: error });
  }
  const { runs, modules, common, tasks, copies } = workSchema.parse(content);
  for (const { path: file, sha256 } of modules) {
    if ((await hashOf(file)) === sha256) continue;
    throw new UserError(`${file} was changed since this job was submitted: submit it again.`);
  }
  const paths = modules.map(({ path: file }) => file);
  const settingsOf = (differs: object): RunSettings => completeSettings({ ...common, ...differs });
  return {
    runs,
    tasks: tasks.map(({ directory, differs, backend, replaces }) => ({
      directory: join(runs, directory),
      settings: settingsOf(differs),
      backend,
      replaces,
      modules: paths,
    })),
    copies: copies.map(({ source, directory, differs, replaces }) => ({
      source: join(runs, source),
      directory: join(runs, directory),
      settings: settingsOf(differs),
      replaces,
    })),
    seconds: tasks.map(({ seconds }) => seconds),
  };
}

/** The settings that all have with the same value. */
function commonSettings(all: readonly RunSettings[]): Record<string, unknown> {
  const [first, ...others] = all;
  const entries = Object.entries(first).filter(([key, value]) => {
    const text = JSON.stringify(value);
    return others.every((one) => JSON.stringify(one[key as keyof RunSettings]) === text);
  });
  return Object.fromEntries(entries);
}

function difference(settings: RunSettings, common: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => !Object.hasOwn(common, key)),
  );
}

async function hashOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read ${path}: ${reason}.`, 1, { cause: error });
  });
  return createHash("sha256").update(bytes).digest("hex");
}

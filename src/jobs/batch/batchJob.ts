import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod";
import { UserError } from "../../util/userError.js";
import { version } from "../../util/version.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";

/** Folder of the jobs, hidden below that of the runs. */
export const jobsFolder = (runs: string): string => join(resolve(runs), ".jobs");

const jobSchema = z.object({
  /** Which batch system it was given to. */
  scheduler: z.string(),
  /** What its tasks do. */
  kind: z.enum(["training", "export"]),
  /** In a few words, for people. */
  about: z.string(),
  tasks: z.number(),
  /** Cores of a task, unless the batch system says something else there. */
  cores: z.number(),
  /** Time limit of a task. */
  seconds: z.number(),
  /** Seconds before its end at which a task is warned. */
  warning: z.number(),
  submitted: z.string(),
  host: z.string(),
  version: z.string(),
});

/** What is known of a job before it is submitted. */
export type JobDescription = Readonly<z.infer<typeof jobSchema>>;

const taskSchema = z.object({
  host: z.string(),
  pid: z.number(),
  begun: z.string(),
  /** How often it began: more than once when it was requeued. */
  starts: z.number(),
  ended: z.string().optional(),
  /** What it did, for people. */
  result: z.string().optional(),
});

/** What a task of a job says about itself. */
export type TaskState = Readonly<z.infer<typeof taskSchema>>;

/** A job that was submitted, from its folder alone. */
export interface BatchJob extends JobDescription {
  readonly id: string;
  readonly folder: string;
  /** Its number in the batch system; undefined where submitting was cut off. */
  readonly number?: string;
  /** When it was cancelled by this program. */
  readonly cancelled?: string;
  /** States of the tasks that have begun, by their index. */
  readonly states: ReadonlyMap<number, TaskState>;
}

/** A new job's name: when it was made, and something that no other job of that second has. */
export function newJobId(now = new Date()): string {
  const time = now.toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}-${randomUUID().slice(0, 4)}`;
}

/** What is the same for all jobs that are made here and now. */
export const madeHere = (): Pick<JobDescription, "submitted" | "host" | "version"> => ({
  submitted: new Date().toISOString(),
  host: hostname(),
  version,
});

export async function writeJob(folder: string, job: JobDescription): Promise<void> {
  await writeJson(join(folder, "job.json"), job);
}

export async function noteSubmission(folder: string, number: string): Promise<void> {
  await writeJson(join(folder, "submitted.json"), { number });
}

export async function noteCancellation(folder: string): Promise<void> {
  await writeJson(join(folder, "cancelled.json"), { time: new Date().toISOString() });
}

export async function writeTaskState(
  folder: string,
  index: number,
  state: TaskState,
): Promise<void> {
  await writeJson(join(folder, `task-${index}.json`), state);
}

/** What a task said before, if it had begun already. */
export async function readTaskState(folder: string, index: number): Promise<TaskState | undefined> {
  return taskSchema.safeParse(await readJson(join(folder, `task-${index}.json`))).data;
}

/** @throws {UserError} when the folder is none of a job, or of another version's */
export async function readJob(folder: string): Promise<JobDescription> {
  const found = jobSchema.safeParse(await readJson(join(folder, "job.json")));
  if (found.success) return found.data;
  throw new UserError(`${folder} is no folder of a job that this version of the program can read.`);
}

/** The jobs below a folder of runs, the oldest first. */
export async function listJobs(runs: string): Promise<BatchJob[]> {
  const folder = jobsFolder(runs);
  const names = await readdir(folder).catch(() => []);
  const jobs = await Promise.all(names.sort().map((name) => lookAtJob(join(folder, name), name)));
  return jobs.filter((job) => job !== undefined);
}

async function lookAtJob(folder: string, id: string): Promise<BatchJob | undefined> {
  const job = jobSchema.safeParse(await readJson(join(folder, "job.json"))).data;
  if (job === undefined) return undefined;
  const { number } = z
    .object({ number: z.string() })
    .catch({ number: "" })
    .parse(await readJson(join(folder, "submitted.json")));
  const { time: cancelled } = z
    .object({ time: z.string() })
    .catch({ time: "" })
    .parse(await readJson(join(folder, "cancelled.json")));
  const states = new Map<number, TaskState>();
  for (const name of await readdir(folder).catch(() => [])) {
    const index = /^task-(\d+)\.json$/.exec(name)?.[1];
    if (index === undefined) continue;
    const state = await readTaskState(folder, Number(index));
    if (state !== undefined) states.set(Number(index), state);
  }
  return {
    ...job,
    id,
    folder,
    ...(number !== "" && { number }),
    ...(cancelled !== "" && { cancelled }),
    states,
  };
}

/** Clocks of two machines may differ by as much, and a task may be given some time to end in. */
const graceSeconds = 600;

/** Whether tasks of a job are still to come or at work, as far as its folder tells. */
export function mayGoOn(job: BatchJob, now = Date.now()): boolean {
  if (job.number === undefined || job.cancelled !== undefined) return false;
  // What was killed says nothing, but had no more time than it was given.
  const isOver = ({ ended, begun }: TaskState) =>
    ended !== undefined || now - Date.parse(begun) > (job.seconds + graceSeconds) * 1000;
  return [...job.states.values()].filter(isOver).length < job.tasks;
}

async function writeJson(path: string, content: unknown): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(content)}\n`);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

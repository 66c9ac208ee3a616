import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolders } from "../../util/files/durable.js";
import { UserError } from "../../util/userError.js";
import { cannotWrite, writeFileAtomically } from "../../util/writeFileAtomically.js";
import { arraySize, capped, warningOf } from "./arraySize.js";
import {
  jobsFolder,
  madeHere,
  newJobId,
  noteSubmission,
  writeJob,
  type JobDescription,
} from "./batchJob.js";
import { findProgram, keepProgram, type KeptProgram } from "./programCopy.js";
import { askScheduler, shellWord, type OwnOptions, type Scheduler } from "./scheduler.js";

/** What the user says about a job, besides what is to be done. */
export interface JobSettings {
  readonly time?: string;
  readonly tasks?: number;
  readonly workers?: number;
  /** Path of a file whose lines go into the script before the program. */
  readonly header?: string;
}

/** What a job is to do. */
export interface JobWork {
  readonly kind: JobDescription["kind"];
  /** In a few words, for people and as the job's name: `train 225 runs`. */
  readonly about: string;
  /** Seconds of each piece on one core; undefined: nobody knows. */
  readonly pieces: readonly (number | undefined)[];
  readonly piece: string;
  /** What the tasks read: by the name of its file in the job's folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where a job lies and what its batch system gets. */
export interface PreparedJob {
  readonly scheduler: Scheduler;
  readonly folder: string;
  readonly description: JobDescription;
  /** The command that submits it, with the script as its input. */
  readonly command: readonly [string, ...string[]];
  readonly script: string;
  readonly program: KeptProgram;
}

const usualCores = 4;

/** What a task may take, by this program's options and the user's own. */
export interface JobLimits {
  readonly known: OwnOptions;
  /** As it was written. */
  readonly time: string;
  readonly seconds: number;
  readonly cores: number;
}

/** @throws {UserError} for limits that are missing or wrong, and options that would not go with an array */
export function limitsOf(
  scheduler: Scheduler,
  settings: JobSettings,
  own: readonly string[],
): JobLimits {
  const known = scheduler.readOwn(own);
  const time = known.time ?? settings.time;
  if (time === undefined) {
    throw new UserError(
      `How long may a task take? Give --time, such as ` +
        `${scheduler.name === "lsf" ? "--time 4:00" : "--time 2:00:00"}: by it the number of tasks is chosen.`,
      2,
    );
  }
  const cores = known.cores ?? settings.workers ?? usualCores;
  return { known, time, seconds: scheduler.parseTime(time), cores };
}

/**
 * Thinks a job up: how many tasks, and their script. Nothing is written.
 *
 * @param runs folder of the runs, below which jobs lie
 * @param own the user's options for the batch system, passed through as they are
 * @throws {UserError} for settings that do not go together
 */
export async function prepareJob(
  scheduler: Scheduler,
  runs: string,
  work: JobWork,
  settings: JobSettings,
  own: readonly string[],
  note: (text: string) => void,
): Promise<PreparedJob> {
  const { known, time, seconds, cores } = limitsOf(scheduler, settings, own);
  const warning = warningOf(seconds);
  const size = arraySize({ ...work, cores, seconds, warning }, settings.tasks);
  const tasks = await capped(size, settings.tasks, scheduler, note);
  const folder = join(jobsFolder(runs), newJobId());
  const { kind, about } = work;
  const request = {
    name: `figures-${kind}`,
    tasks,
    ...(known.cores === undefined && { cores }),
    ...(known.time === undefined && { time }),
    warning,
    logs: folder,
  };
  const description = {
    ...madeHere(),
    scheduler: scheduler.name,
    ...{ kind, about, tasks, cores, seconds, warning },
  };
  const header = await headerOf(settings.header);
  const program = findProgram(jobsFolder(runs));
  const task = `${shellWord(program.entry)} task ${shellWord(folder)}`;
  const script = scriptOf(scheduler, scheduler.directives(request), header, task);
  const command = [scheduler.command, ...scheduler.arguments(own), ...own] as const;
  return { scheduler, folder, description, command: [...command], script, program };
}

/** For `--dry-run`: what would be typed, and the script. */
export function describeJob({ command, script }: PreparedJob): string {
  return `# ${command.map(shellWord).join(" ")} < job.sh\n${script}`;
}

/**
 * Writes a job's folder and hands it to its batch system.
 *
 * @returns the job's number there
 * @throws {UserError} when something cannot be written or the batch system refuses it; then nothing is left
 */
export async function submitJob(job: PreparedJob, files: JobWork["files"]): Promise<string> {
  const { scheduler, folder, description, command, script } = job;
  try {
    await makeFolders(folder);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  try {
    await keepProgram(job.program);
    for (const [name, text] of Object.entries(files)) {
      await writeFileAtomically(join(folder, name), text);
    }
    await writeJob(folder, description);
    await writeFileAtomically(join(folder, "job.sh"), script);
    const line = `${command.map(shellWord).join(" ")} < ${shellWord(join(folder, "job.sh"))}`;
    await writeFileAtomically(join(folder, "submit.sh"), `#!/bin/bash\n${line}\n`);
    const answer = await askScheduler(command, script);
    const number = scheduler.jobOf(answer.out);
    if (number === undefined) {
      const said = (answer.out + answer.err).trim();
      throw new UserError(`${scheduler.command} answered something that names no job: ${said}`);
    }
    await noteSubmission(folder, number);
    return number;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

function scriptOf(
  { index, title }: Scheduler,
  directives: readonly string[],
  { shebang, lines }: { readonly shebang: string; readonly lines: string },
  task: string,
): string {
  const number = `"\${${index.variable}:-${index.first}}"`;
  return `${shebang}
${directives.join("\n")}
${lines}# A task of an array of ${title}: it trains or reads what is missing, and ends by itself.
node=${shellWord(process.execPath)}
[ -x "$node" ] || node=node
exec "$node" ${task} --index ${number}
`;
}

async function headerOf(path: string | undefined): Promise<{ shebang: string; lines: string }> {
  if (path === undefined) return { shebang: "#!/bin/bash", lines: "" };
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot read the header ${path}: ${reason}.`, 2, { cause: error });
  }
  const [first, ...rest] = text.split(/\r?\n/);
  const hasShebang = first.startsWith("#!");
  const lines = (hasShebang ? rest : [first, ...rest]).join("\n").trimEnd();
  return { shebang: hasShebang ? first : "#!/bin/bash", lines: lines === "" ? "" : `${lines}\n` };
}

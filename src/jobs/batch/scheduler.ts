import { execFile } from "node:child_process";
import { UserError } from "../../util/userError.js";

/** An array of tasks for a batch system. */
export interface ArrayRequest {
  /** What it is called in the queue. */
  readonly name: string;
  readonly tasks: number;
  /** Cores of each task; undefined where the user's own options say it. */
  readonly cores?: number;
  /** The time limit as the user wrote it; undefined where the user's own options say it. */
  readonly time?: string;
  /** Seconds before the end at which a task is warned. */
  readonly warning: number;
  /** Folder of the tasks' logs. */
  readonly logs: string;
}

/** What the user's own options say that must be known. */
export interface OwnOptions {
  readonly time?: string;
  readonly cores?: number;
}

/** A batch system: how it is asked for an array of tasks. */
export interface Scheduler {
  /** As `--on` takes it. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The command that submits. */
  readonly command: string;
  /** What the variable is called that tells a task its number, and the number of the first task. */
  readonly index: { readonly variable: string; readonly first: number };
  /** The variable that says how many cores a task got. */
  readonly cores: string;
  /**
   * Seconds of a time limit.
   *
   * @throws {UserError} for something else
   */
  parseTime(text: string): number;
  /**
   * Reads what has to be known in the options that are passed through as they are.
   *
   * @throws {UserError} for an option that would not go with an array of this program
   */
  readOwn(options: readonly string[]): OwnOptions;
  /** The most tasks that one array may have here; 1 where there are no arrays. */
  mostTasks(): Promise<number>;
  /** The lines of a script that ask for the array. */
  directives(request: ArrayRequest): string[];
  /** What stands before the user's options on the command line. */
  arguments(own: readonly string[]): string[];
  /** @returns the job's number in what the command printed */
  jobOf(printed: string): string | undefined;
  /** What to type for removing a job. */
  cancelCommand(job: string): readonly [string, ...string[]];
}

/** What a command of the batch system answered. */
export interface Answer {
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command of a batch system.
 *
 * @param input what it reads
 * @throws {UserError} when there is no such command, or with what it complains about
 */
export function askScheduler(
  [command, ...args]: readonly [string, ...string[]],
  input = "",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, (error, out, err) => {
      if (error === null) return resolve({ out, err });
      const missing = error.code === "ENOENT";
      const said = (err || out || error.message).trim();
      // QOSMaxSubmitJobPerUserLimit, AssocMaxSubmitJobLimit, "Job submit limit"
      const remedy = /submit.*limit/i.test(said) ? "\nAsk for fewer tasks with --tasks." : "";
      const reason = missing
        ? `There is no command ${command} here: submit from a machine of the cluster that has it.`
        : `${command} refused: ${said}${remedy}`;
      reject(new UserError(reason, 1, { cause: error }));
    });
    child.stdin?.on("error", () => undefined).end(input);
  });
}

/**
 * The value of an option among those of a batch system, the last one if there are several:
 * `-t 10`, `-t10`, `--time 10`, `--time=10`.
 */
export function valueOf(
  options: readonly string[],
  short: string,
  long?: string,
): string | undefined {
  let value: string | undefined;
  options.forEach((option, index) => {
    if (option === short || (long !== undefined && option === long)) value = options[index + 1];
    else if (long !== undefined && option.startsWith(`${long}=`))
      value = option.slice(long.length + 1);
    else if (option.startsWith(short) && /^\d/.test(option.slice(short.length))) {
      value = option.slice(short.length);
    }
  });
  return value;
}

/** A text as one word of a shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

import { UserError } from "../../util/userError.js";
import { askScheduler, type Scheduler, valueOf } from "./scheduler.js";

/** Slurm (21 or newer), by `sbatch`, `scontrol` and `scancel`. */
export const slurmScheduler: Scheduler = {
  name: "slurm",
  title: "Slurm",
  command: "sbatch",
  index: { variable: "SLURM_ARRAY_TASK_ID", first: 0 },
  cores: "SLURM_CPUS_PER_TASK",

  parseTime(text) {
    // minutes, minutes:seconds, hours:minutes:seconds, days-hours[:minutes[:seconds]]
    const match = /^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$/.exec(text);
    const [, days, ...parts] = match ?? [];
    const [a, b, c] = parts.map((part) => (part === undefined ? undefined : Number(part)));
    const seconds =
      days !== undefined
        ? ((Number(days) * 24 + a!) * 60 + (b ?? 0)) * 60 + (c ?? 0)
        : c !== undefined
          ? (a! * 60 + b!) * 60 + c
          : (a ?? 0) * 60 + (b ?? 0);
    if (match === null || seconds === 0) {
      throw new UserError(
        `"${text}" is no time limit of Slurm: give minutes, hours:minutes:seconds or days-hours, ` +
          "such as 2:00:00.",
        2,
      );
    }
    return seconds;
  },

  readOwn(options) {
    refuse(options, ["-a", "--array"], "the number of tasks is --tasks, before the --");
    refuse(options, ["--wrap"], "the script is this program's; lines of your own go into --header");
    refuse(
      options,
      ["-n", "--ntasks"],
      "each task of the array is one process; cores are --workers",
    );
    const cores = valueOf(options, "-c", "--cpus-per-task");
    return { time: valueOf(options, "-t", "--time"), cores: numberOf(cores) };
  },

  async mostTasks() {
    const { out } = await askScheduler(["scontrol", "show", "config"]);
    const found = /^MaxArraySize\s*=\s*(\d+)/m.exec(out);
    // The largest index is one less; with 0 or 1 there are no arrays of several tasks.
    return Math.max(1, found === null ? 1001 : Number(found[1]));
  },

  directives({ name, tasks, cores, time, warning, logs }) {
    return [
      `--job-name=${name}`,
      tasks > 1 && `--array=0-${tasks - 1}`,
      "--nodes=1",
      "--ntasks=1",
      cores !== undefined && `--cpus-per-task=${cores}`,
      time !== undefined && `--time=${time}`,
      // A task that begins again goes on with the runs that are missing.
      "--requeue",
      "--open-mode=append",
      `--signal=B:USR2@${warning}`,
      `--output=${quoted(`${escaped(logs)}/${tasks > 1 ? "%a" : "0"}.log`)}`,
    ]
      .filter((line) => line !== false)
      .map((line) => `#SBATCH ${line}`);
  },

  arguments: () => ["--parsable"],

  jobOf: (printed) => /^(\d+)(?:;|\s|$)/m.exec(printed)?.[1],

  cancelCommand: (job) => ["scancel", job],
};

/** `%` stands for itself when it is doubled. */
const escaped = (path: string): string => path.replaceAll("%", "%%");

const quoted = (text: string): string => (/\s/.test(text) ? `"${text}"` : text);

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** @throws {UserError} when one of some options is given */
export function refuse(
  options: readonly string[],
  refused: readonly string[],
  reason: string,
): void {
  for (const option of options) {
    const isRefused = refused.some((name) =>
      name.startsWith("--")
        ? option === name || option.startsWith(`${name}=`)
        : option.startsWith(name) && !option.startsWith("--"),
    );
    if (isRefused) throw new UserError(`Leave ${option} out: ${reason}.`, 2);
  }
}

import { UserError } from "../../util/userError.js";
import { askScheduler, type Scheduler, valueOf } from "./scheduler.js";
import { refuse } from "./slurm.js";

/** The most tasks of an array where the site says nothing else. */
const usualMost = 1000;

/** IBM Spectrum LSF, by `bsub` and `bkill`. */
export const lsfScheduler: Scheduler = {
  name: "lsf",
  title: "LSF",
  command: "bsub",
  index: { variable: "LSB_JOBINDEX", first: 1 },
  cores: "LSB_DJOB_NUMPROC",

  parseTime(text) {
    // [hours:]minutes, perhaps of a model of host
    const match = /^(?:(\d+):)?(\d+)(?:\/.+)?$/.exec(text);
    const seconds = match === null ? 0 : (Number(match[1] ?? 0) * 60 + Number(match[2])) * 60;
    if (seconds === 0) {
      throw new UserError(
        `"${text}" is no time limit of LSF: give minutes or hours:minutes, such as 4:00.`,
        2,
      );
    }
    return seconds;
  },

  readOwn(options) {
    refuse(options, ["-J"], "the job's name holds the number of tasks, which is --tasks");
    refuse(options, ["-I", "-K"], "this program submits and returns");
    const cores = valueOf(options, "-n");
    return {
      time: valueOf(options, "-W"),
      cores: cores !== undefined && /^\d+$/.test(cores) ? Number(cores) : undefined,
    };
  },

  async mostTasks() {
    const answer = await askScheduler(["bparams", "-a"]).catch(() => undefined);
    const found = /^\s*MAX_JOB_ARRAY_SIZE\s*=\s*(\d+)/m.exec(answer?.out ?? "");
    return found === null ? usualMost : Math.max(1, Number(found[1]));
  },

  directives({ name, tasks, cores, time, warning, logs }) {
    const minutes = Math.max(1, Math.round(warning / 60));
    return [
      `-J "${name}[1-${tasks}]"`,
      cores !== undefined && `-n ${cores}`,
      time !== undefined && `-W ${time}`,
      // After a host failed the task begins again, with the runs that are missing.
      "-r",
      `-wt ${minutes} -wa USR2`,
      `-o "${logs.replaceAll("%", "%%")}/%I.log"`,
    ]
      .filter((line) => line !== false)
      .map((line) => `#BSUB ${line}`);
  },

  // Cores of one task on several hosts would be of no use. On the command line, where several -R add up.
  arguments: (own) =>
    own.some((option) => option.includes("span[")) ? [] : ["-R", "span[hosts=1]"],

  jobOf: (printed) => /Job <(\d+)>/.exec(printed)?.[1],

  cancelCommand: (job) => ["bkill", job],
};

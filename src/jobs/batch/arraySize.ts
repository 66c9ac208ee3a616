import { UserError } from "../../util/userError.js";
import type { Scheduler } from "./scheduler.js";

/** Work that is cut into pieces, and the time that a task has for it. */
export interface Workload {
  /** Seconds of each piece on one core, as far as they are known. */
  readonly pieces: readonly (number | undefined)[];
  /** What a piece is called: `run`. */
  readonly piece: string;
  /** Cores of a task. */
  readonly cores: number;
  /** Its time limit, and how long before that it is warned. */
  readonly seconds: number;
  readonly warning: number;
}

/** How many tasks an array gets. */
export interface ArraySize {
  readonly tasks: number;
  /** As many as the work needs; undefined where nothing is known of its time. */
  readonly needed?: number;
}

/** A program starts, looks around and ends. */
const secondsOfStart = 5;

/** How long before its end a task is told: two minutes, or less of a short one. */
export const warningOf = (seconds: number): number =>
  Math.max(1, Math.min(120, Math.floor(seconds / 10)));

/**
 * As few tasks as the time needs.
 *
 * @param wanted the number that the user asked for
 * @throws {UserError} when a single piece takes longer than a task has
 */
export function arraySize(
  { pieces, piece, cores, seconds, warning }: Workload,
  wanted: number | undefined,
): ArraySize {
  const usable = Math.max(1, seconds - warning - secondsOfStart);
  const known = pieces.filter((time) => time !== undefined);
  const longest = known.reduce((most, time) => Math.max(most, time), 0);
  if (longest > usable) {
    throw new UserError(
      `One ${piece} takes about ${minutes(longest)}, and of a time limit of ${minutes(seconds)} a task ` +
        `has ${minutes(usable)} for it: give more with --time.`,
      2,
    );
  }
  if (known.length === 0) return { tasks: Math.min(wanted ?? 1, pieces.length) };
  const mean = known.reduce((sum, time) => sum + time, 0) / known.length;
  const needed = Math.max(1, Math.ceil((mean * pieces.length) / (usable * cores)));
  return { tasks: Math.min(wanted ?? needed, pieces.length), needed };
}

/** @throws {UserError} when more tasks are asked for than the site takes */
export async function capped(
  { tasks, needed }: ArraySize,
  wanted: number | undefined,
  scheduler: Scheduler,
  note: (text: string) => void,
): Promise<number> {
  if (tasks === 1) return 1;
  const most = await scheduler.mostTasks();
  if (wanted !== undefined && tasks > most) {
    throw new UserError(`An array of ${scheduler.title} has at most ${most} tasks here.`, 2);
  }
  if (tasks > most) {
    note(
      `${needed} tasks would be needed, and an array of ${scheduler.title} has at most ${most} here: ` +
        `submit again when they are done, or give each more with --time or --workers`,
    );
  }
  return Math.min(tasks, most);
}

function minutes(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

import type { TrainingProgress } from "../../jobs/executors/tally.js";
import type { Terminal } from "../terminal/terminal.js";

const redrawMilliseconds = 200;
const writeAgainMilliseconds = 60_000;
/** Rates are averaged over about this time, so that the time left does not jump about. */
const averageMilliseconds = 30_000;

/**
 * One line on the terminal's err that is drawn again and again: runs done, steps per second, time left.
 * Where err is no terminal, a line is written now and then, so that a log shows that work goes on.
 *
 * @returns `update` to be called with each progress, `clear` to take the line away
 */
export function progressLine(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): { readonly update: (progress: TrainingProgress) => void; readonly clear: () => void } {
  const columns = terminal.errColumns;
  const isTerminal = columns !== undefined;
  const pause = isTerminal ? redrawMilliseconds : writeAgainMilliseconds;
  let history: { readonly time: number; readonly iterations: number }[] = [];
  let drawn = isTerminal ? -Infinity : now();
  return {
    update(progress) {
      const time = now();
      const isLast = isTerminal && progress.runsDone >= progress.runs;
      if (time - drawn < pause && !isLast) {
        if (history.length === 0) history.push({ time, iterations: progress.iterationsDone });
        return;
      }
      drawn = time;
      history.push({ time, iterations: progress.iterationsDone });
      history = history.filter(
        (entry) => time - entry.time <= Math.max(averageMilliseconds, pause),
      );
      const [first] = history;
      const seconds = (time - first.time) / 1000;
      const rate = seconds > 0 ? (progress.iterationsDone - first.iterations) / seconds : 0;
      const text = describeProgress(progress, rate);
      terminal.err(isTerminal ? `\r\x1b[K${text.slice(0, columns - 1)}` : `${text}\n`);
    },
    clear() {
      if (isTerminal) terminal.err("\r\x1b[K");
    },
  };
}

/** `12 of 225 runs, 410,000 steps/s, 3 min left`. */
export function describeProgress(progress: TrainingProgress, stepsPerSecond: number): string {
  const { runsDone, runs, iterationsDone, iterations } = progress;
  const done = `${runsDone} of ${runs} ${runs === 1 ? "run" : "runs"}`;
  if (progress.elsewhere) {
    const { runs: waiting, by } = progress.elsewhere;
    return `${done}, waiting for ${waiting} that ${by} trains`;
  }
  if (stepsPerSecond <= 0) return done;
  const rate = `${Math.round(stepsPerSecond).toLocaleString("en")} steps/s`;
  return `${done}, ${rate}, ${formatDuration((iterations - iterationsDone) / stepsPerSecond)} left`;
}

/** `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min${whole % 60 > 0 ? ` ${whole % 60} s` : ""}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ""}`;
}

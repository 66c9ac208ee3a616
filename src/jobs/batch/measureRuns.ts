import { findBackend } from "../../compute/backends/backends.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { createTrainer } from "../../train/trainer/createTrainer.js";
import { formOfRun } from "../../train/trainer/createTrainers.js";

/** So long each form of runs is trained for; then it is fast, and its steps are alike. */
const measuredMilliseconds = 60;
/** Forms that are left after so long are taken for as slow as the slowest. */
const mostMilliseconds = 15_000;
/** Files and folders of a run, which are written to the disk. */
const secondsOfFiles = 0.05;
/** Threads share caches and memory, and the machine may be a slower one. */
const margin = 1.5;

interface Pace {
  readonly set: number;
  readonly step: number;
  readonly row: number;
}

/**
 * Seconds that runs will take on one thread, from some steps of each form of them, with a margin.
 *
 * @returns undefined for runs whose backend is not available here
 */
export async function measureRuns(
  tasks: readonly TrainRunTask[],
  signal: AbortSignal,
): Promise<(number | undefined)[]> {
  const start = performance.now();
  const paces = new Map<string, Promise<Pace | undefined>>();
  const known: Pace[] = [];
  const seconds: (number | undefined)[] = [];
  for (const task of tasks) {
    const { settings, backend } = task;
    const key = JSON.stringify([backend, formOfRun({ ...settings, maxIterations: 0 })]);
    if (!paces.has(key)) {
      const isLate = performance.now() - start > mostMilliseconds && known.length > 0;
      paces.set(key, isLate ? Promise.resolve(slowest(known)) : measure(task));
    }
    const pace = await paces.get(key);
    signal.throwIfAborted();
    if (pace === undefined) seconds.push(undefined);
    else {
      known.push(pace);
      const steps = settings.maxIterations + 1;
      const rows = Math.ceil(steps / settings.logInterval);
      seconds.push(margin * (secondsOfFiles + pace.set + pace.step * steps + pace.row * rows));
    }
  }
  return seconds;
}

function slowest(known: readonly Pace[]): Pace {
  const most = (of: (pace: Pace) => number) =>
    known.reduce((max, one) => Math.max(max, of(one)), 0);
  return {
    set: most(({ set }) => set),
    step: most(({ step }) => step),
    row: most(({ row }) => row),
  };
}

async function measure({ settings, backend }: TrainRunTask): Promise<Pace | undefined> {
  const begin = performance.now();
  if ((await findBackend(backend, settings.precision).available()) !== undefined) return undefined;
  const trainer = await createTrainer({ ...settings, maxIterations: 1_000_000 }, { backend });
  try {
    const set = (performance.now() - begin) / 1000;
    const row = await secondsOf(() => trainer.evaluate());
    await trainer.advance(50);
    let step = await secondsOf(() => trainer.advance(10), 10);
    for (let steps = 20, spent = 0; spent < measuredMilliseconds / 1000; steps *= 2) {
      step = await secondsOf(() => trainer.advance(steps), steps);
      spent += step * steps;
      if (trainer.stopped !== null) break;
    }
    // Verbose rows hold more than an evaluation: histograms, texts, gradients.
    return { set, step, row: settings.verbose ? 5 * row : row };
  } catch {
    // What cannot be trained is told by whoever trains it, with the run's name.
    return { set: 0, step: 0, row: 0 };
  } finally {
    await trainer.close();
  }
}

async function secondsOf(work: () => Promise<unknown>, times = 1): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000 / times;
}

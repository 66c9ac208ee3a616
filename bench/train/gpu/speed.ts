import type { Backend } from "../../../src/compute/backends/backend.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import { findTask } from "../../../src/train/tasks/taskRegistry.js";
import { beginRun } from "../../../src/train/trainer/beginRun.js";
import { scalarRows } from "../../../src/train/trainer/scalarRows.js";
import { prepare } from "../../../src/train/trainer/trainerPreparation.js";
import type { Deadline, Row } from "./table.js";

export interface Timed {
  readonly name: string;
  readonly given: GivenSettings;
  /** Nanoseconds a step of a run may take at 4,224 runs; absent: nothing is asked of it. */
  readonly bar?: number;
}

const ten: GivenSettings = { inputSize: 10, subsetRatio: 0.1 };
export const timedForms: readonly Timed[] = [
  {
    name: "Real NPU, 2 inputs",
    given: { layerType: "RealNPU", npuClip: "wg", regularizerL1: true },
  },
  {
    name: "Real NPU, 10 inputs",
    given: { layerType: "RealNPU", npuClip: "wg", regularizerL1: true, ...ten },
  },
  { name: "NRU, 10 inputs", given: { layerType: "NRU", ...ten } },
  { name: "NMRU, 10 inputs", given: { layerType: "SignNMRU", clipGradientNorm: 1, ...ten } },
  {
    name: "NAU and NMU, 100 inputs",
    given: {
      task: "simple_function_static",
      layerType: "ReRegualizedLinearNAC",
      nacMultiplication: "mnac",
      operation: "mul",
      inputSize: 100,
    },
    bar: 100,
  },
];

/** Nanoseconds that a step of one of some runs side by side takes. */
export async function nanosecondsOfStep(
  backend: Backend,
  given: GivenSettings,
  runs: number,
  steps: number,
): Promise<number> {
  // The same seed again after some: data sets of that many runs are not drawn for a timing.
  const all = Array.from({ length: runs }, (_, index) =>
    completeSettings({ operation: "div", ...given, seed: index % 50 }),
  );
  const [first] = all;
  const preparation = prepare(first, findTask(first.task), backend.form);
  const executable = await backend.compile(preparation.program);
  const known = new Map<number, ReturnType<typeof beginRun>>();
  const starts = await Promise.all(
    all.map((settings) => {
      const start = known.get(settings.seed) ?? beginRun(settings, preparation);
      known.set(settings.seed, start);
      return start;
    }),
  );
  const session = await executable.start(starts);
  const advance = (from: number, count: number) => {
    const table = scalarRows(first, preparation, from, count);
    return session.advance({ kernel: 0, steps: count, scalars: all.map(() => table) });
  };
  // The first launches find out how many steps fit into one.
  await advance(0, Math.min(200, steps));
  const start = performance.now();
  await advance(200, steps);
  const milliseconds = performance.now() - start;
  await session.close();
  return (1e6 * milliseconds) / steps / runs;
}

/** A line a form: nanoseconds by the number of runs. */
export async function timeForms(
  backend: Backend,
  forms: readonly Timed[],
  counts: readonly number[],
  steps: number,
  deadline: Deadline,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, given, bar } of forms) {
    const times: (number | undefined)[] = [];
    for (const count of counts) {
      times.push(
        deadline.isOver ? undefined : await nanosecondsOfStep(backend, given, count, steps),
      );
    }
    const last = times.at(-1);
    rows.push({
      what: `${name}: ns a step of a run, of ${counts.join(", ")} runs`,
      result: times.map((time) => time?.toPrecision(3) ?? "-").join("  "),
      ...(bar !== undefined && {
        bar: `${bar} at ${counts.at(-1)}`,
        isGood: last !== undefined && last <= bar,
      }),
    });
  }
  return rows;
}

import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { batchesOfRun, formOfRun } from "../../train/trainer/createTrainers.js";
import { append } from "../../util/lists/longLists.js";

/** Runs that are trained side by side. */
export interface SideBySide<T> {
  readonly runs: readonly T[];
  /**
   * How many learn from the same batches, and stand next to each other; the next so many are of the same
   * forms in the same order. 1: all are of one form.
   */
  readonly together: number;
}

/** Most runs that share a batch: a GPU's block has so many warps for them, with what each needs. */
const mostTogether = 8;

/**
 * Sorts runs into groups that can be trained side by side: rows of runs that learn from the same batches,
 * and what is left by its form.
 *
 * @param most runs of a group
 * @param sharesBatches whether runs that learn from the same batches are worth being put together
 */
export function arrangeSideBySide<T>(
  all: readonly T[],
  taskOf: (one: T) => TrainRunTask,
  most: number,
  sharesBatches: boolean,
): SideBySide<T>[] {
  const formOf = (one: T) => {
    const { backend, modules, settings } = taskOf(one);
    return JSON.stringify([backend, modules, formOfRun(settings)]);
  };
  const batchesOf = (one: T) => {
    const { backend, modules, settings } = taskOf(one);
    const batches = sharesBatches ? batchesOfRun(settings) : undefined;
    return batches && JSON.stringify([backend, modules, batches]);
  };
  const alone: T[] = [];
  /** Rows by the forms of their runs. */
  const rows = new Map<string, T[][]>();
  for (const [batches, sharing] of groupBy(all, batchesOf)) {
    const isShared = batches !== undefined && sharing.length > 1;
    if (!isShared) {
      append(alone, sharing);
      continue;
    }
    const sorted = sharing.map((one) => ({ one, form: formOf(one) }));
    sorted.sort((a, b) => (a.form < b.form ? -1 : Number(a.form > b.form)));
    for (const row of evenParts(sorted, mostTogether)) {
      const key = JSON.stringify(row.map(({ form }) => form));
      rows.set(key, [...(rows.get(key) ?? []), row.map(({ one }) => one)]);
    }
  }
  const shared = [...rows.values()].flatMap((same) => {
    const together = same[0].length;
    return evenParts(same, Math.max(1, Math.floor(most / together))).map((part) => ({
      runs: part.flat(),
      together,
    }));
  });
  const separate = [...groupBy(alone, formOf).values()].flatMap((same) =>
    evenParts(same, most).map((runs) => ({ runs, together: 1 })),
  );
  return [...shared, ...separate];
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** As few parts as there may be, none larger than some, and none much smaller than another. */
function evenParts<T>(all: readonly T[], most: number): T[][] {
  const count = Math.ceil(all.length / most);
  const size = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, part) => all.slice(part * size, (part + 1) * size));
}

import type { RunRows } from "./runRows.js";

/**
 * The rows of some runs in the order in which R's `merge()` leaves them. The papers' R scripts join a table of runs
 * first with what their names say, which sorts the runs by their names, then with the thresholds; and after that they
 * take "the first row" of a run. The second join sorts the rows by their keys, numbered as they first come, with a
 * shell sort (increments 1, 4, 13, ... of at most a ninth of the rows) that does not keep the order of rows with
 * equal keys. So within a run the rows are no longer in the order of the steps.
 *
 * @param keys what each run is joined by; undefined: there is nothing to join it with
 * @returns the runs in the order of their names, each with its rows in the new order
 */
export function mergedRows(
  given: readonly RunRows[],
  keys: readonly (string | undefined)[],
): RunRows[] {
  const runs = given
    .map((run, index) => ({ run, key: keys[index], name: collationKey(run.name) }))
    .sort((a, b) => compareLists(a.name, b.name));
  const numbers = new Map<string, number>();
  const rows = runs.reduce((sum, { run }) => sum + run.step.length, 0);
  const values = new Int32Array(rows);
  const owners = new Int32Array(rows);
  const places = new Int32Array(rows);
  let next = 0;
  for (const [owner, { run, key }] of runs.entries()) {
    if (key !== undefined && !numbers.has(key)) numbers.set(key, numbers.size + 1);
    // What is not joined takes part in the sort, in front of all others.
    const number = key === undefined ? 0 : (numbers.get(key) ?? 0);
    for (let row = 0; row < run.step.length; row++) {
      values[next] = number;
      owners[next] = owner;
      places[next++] = row;
    }
  }
  const orders = runs.map((): number[] => []);
  for (const index of shellSortedIndex(values)) orders[owners[index]].push(places[index]);
  return runs.map(({ run }, owner) => reordered(run, orders[owner]));
}

/** Signs of run names in the order of the locale en_US (ISO 14651), before the letters. */
const signs = " _-,;:!?/.`^~'\"()[]{}@$*\\&#%+<=>|0123456789";

/** What R sorted names by: signs before digits before letters, whose case decides last. */
function collationKey(name: string): number[] {
  const primary = Array.from(name.toLowerCase(), (sign) => {
    const place = signs.indexOf(sign);
    return place < 0 ? signs.length + (sign.codePointAt(0) ?? 0) : place + 1;
  });
  const small = Array.from(name, (sign) => (sign === sign.toLowerCase() ? 0 : 1));
  return [...primary, 0, ...small];
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return a[index] - b[index];
  }
  return a.length - b.length;
}

/** The indices of values in the order into which a shell sort brings them. */
function shellSortedIndex(values: Int32Array): Int32Array {
  const sorted = Int32Array.from(values);
  const index = Int32Array.from(values, (_, place) => place);
  let gap = 1;
  while (gap <= values.length / 9) gap = 3 * gap + 1;
  for (; gap > 0; gap = Math.floor(gap / 3)) {
    for (let start = gap; start < sorted.length; start++) {
      const value = sorted[start];
      const place = index[start];
      let at = start;
      while (at >= gap && sorted[at - gap] > value) {
        sorted[at] = sorted[at - gap];
        index[at] = index[at - gap];
        at -= gap;
      }
      sorted[at] = value;
      index[at] = place;
    }
  }
  return index;
}

function reordered(run: RunRows, order: readonly number[]): RunRows {
  const take = (column: Float64Array) => Float64Array.from(order, (row) => column[row]);
  return {
    name: run.name,
    ...(run.at && { at: run.at }),
    step: take(run.step),
    interpolationError: take(run.interpolationError),
    extrapolationError: take(run.extrapolationError),
    sparsityError: take(run.sparsityError),
  };
}

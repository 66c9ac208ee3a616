import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { Preparation } from "./trainerPreparation.js";
import { createSchedule } from "./trainerSchedule.js";

/** What each of some steps is given: factors of the penalties, then the optimiser's numbers. */
export function scalarRows(
  settings: RunSettings,
  { formulas, optimizer, program }: Preparation,
  first: number,
  count: number,
  schedule = createSchedule(settings),
): Float64Array {
  const rows = new Float64Array(count * program.scalars.length);
  let place = 0;
  for (let index = first; index < first + count; index++) {
    for (const term of formulas.scalars) rows[place++] = schedule.factorAt(term, index);
    for (const scalar of optimizer.scalars) rows[place++] = scalar.at(index);
  }
  return rows;
}

/** Tables of {@link scalarRows} that runs share which differ in seed and ranges alone. */
export function sharedScalarRows(
  settings: RunSettings,
  preparation: Preparation,
): (first: number, count: number) => Float64Array {
  const schedule = createSchedule(settings);
  let last: { first: number; count: number; rows: Float64Array } | undefined;
  return (first, count) => {
    if (last?.first !== first || last.count !== count) {
      const rows = scalarRows(settings, preparation, first, count, schedule);
      last = { first, count, rows };
    }
    return last.rows;
  };
}

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

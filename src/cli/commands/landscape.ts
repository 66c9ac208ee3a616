import { writeTable } from "../../exports/exportLogs.js";
import { csvText } from "../../tables/csv.js";
import type {
  LandscapeOperation,
  LandscapeSubject,
} from "../../train/analyses/landscapeOperations.js";
import { landscapeTable } from "../../train/analyses/landscapeTable.js";
import { expectationError, lossCurvature } from "../../train/analyses/lossCurvature.js";
import { lossLandscape } from "../../train/analyses/lossLandscape.js";
import type { Terminal } from "../terminal/terminal.js";

export interface Options {
  readonly of: LandscapeSubject;
  readonly operation: LandscapeOperation;
  readonly points: number;
  readonly out?: string;
}

/** Carries `figures landscape` out. */
export async function landscape(
  { of, operation, points, out }: Options,
  terminal: Terminal,
): Promise<void> {
  const table = landscapeTable(
    of === "division"
      ? lossLandscape({ operation, points })
      : of === "multiplication"
        ? lossCurvature(points)
        : expectationError(points),
  );
  if (out === undefined) {
    await terminal.out(csvText(table));
    return;
  }
  await writeTable(out, table);
  await terminal.out(`${out}\n`);
}

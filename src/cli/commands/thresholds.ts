import { join } from "node:path";
import { csvText } from "../../tables/csv.js";
import { goldErrors } from "../../train/analyses/goldErrors.js";
import { goldErrorTable, zeroRangeThresholds } from "../../train/analyses/zeroRangeThresholds.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Terminal } from "../terminal/terminal.js";

const upperBounds = ["1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e+0"];

/** Carries `figures thresholds` out. */
export async function thresholds({ out }: { out?: string }, terminal: Terminal): Promise<void> {
  const errors = await goldErrors(upperBounds);
  const csv = csvText(goldErrorTable(errors));
  if (out === undefined) {
    await terminal.out(csv);
    return;
  }
  const files = {
    "division-by-zero.yaml": zeroRangeThresholds(errors),
    "division-by-zero-errors.csv": csv,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFileAtomically(join(out, name), content);
    await terminal.out(`${join(out, name)}\n`);
  }
}

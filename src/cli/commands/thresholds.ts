import { join } from "node:path";
import type { Command } from "commander";
import type { Terminal } from "../terminal/terminal.js";

const upperBounds = ["1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e+0"];

/** `figures thresholds`: what the exact weights achieve next to zero. */
export function registerThresholds(program: Command, terminal: Terminal): Command {
  return program
    .command("thresholds")
    .description("compute the errors of the exact weights next to zero, and thresholds from them")
    .option("--out <folder>", "write division-by-zero.yaml and division-by-zero-errors.csv there")
    .addHelpText(
      "after",
      `
No training can beat the exact weights: a run of a division-by-zero task is solved when it is as good. How
good they are depends on the arithmetic (the last bit of exp and log), so judge runs with thresholds that
the program which trained them computed.

Examples:
  figures thresholds                      the errors as CSV
  figures thresholds --out thresholds     the files that the division-by-zero figures use`,
    )
    .action((options: { out?: string }) => thresholds(options, terminal));
}

async function thresholds({ out }: { out?: string }, terminal: Terminal): Promise<void> {
  const { goldErrors } = await import("../../train/analyses/goldErrors.js");
  const { goldErrorTable, zeroRangeThresholds } =
    await import("../../train/analyses/zeroRangeThresholds.js");
  const { csvText } = await import("../../tables/csv.js");
  const { writeFileAtomically } = await import("../../util/writeFileAtomically.js");
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

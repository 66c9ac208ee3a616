import type { Command } from "commander";
import type { Terminal } from "../terminal/terminal.js";

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
    .action(async (options: { out?: string }) =>
      (await import("../commands/thresholds.js")).thresholds(options, terminal),
    );
}

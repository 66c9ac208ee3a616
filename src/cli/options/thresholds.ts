import { Argument, type Command } from "commander";
import type { ThresholdTask } from "../commands/thresholds.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures thresholds`: below which errors a run counts as solved. */
export function registerThresholds(program: Command, terminal: Terminal): Command {
  return program
    .command("thresholds")
    .description("compute the errors below which runs count as solved")
    .addArgument(
      new Argument(
        "[task]",
        "zero: the errors of the exact weights next to zero; two-layer: of weights 1e-5 off the exact ones",
      )
        .choices(["zero", "two-layer"])
        .default("zero"),
    )
    .option("--out <folder>", "write them there as a file of thresholds/, and as CSV")
    .addHelpText(
      "after",
      `
zero: no training can beat the exact weights: a run of a division-by-zero task is solved when it is as good.
How good they are depends on the arithmetic (the last bit of exp and log), so judge runs with thresholds that
the program which trained them computed.

two-layer: the expected error of a network whose first layer is 1e-5 off, for every case of the papers, twice:
"threshold" for the task's subsets (25 of 100 inputs), "as.published" for those of the published script, which
hold one input more because R's ranges include their end. thresholds/nau/two-layer.yaml holds the published
values, means over a million random samples.

Examples:
  figures thresholds                      the errors as CSV
  figures thresholds --out thresholds     the files that the division-by-zero figures use
  figures thresholds two-layer`,
    )
    .action(async (task: ThresholdTask, options: { out?: string }) =>
      (await import("../commands/thresholds.js")).thresholds(task, options, terminal),
    );
}

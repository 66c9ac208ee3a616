import { Argument, type Command } from "commander";
import type { ThresholdOptions, ThresholdTask } from "../commands/thresholds.js";
import { addFolderOptions } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures thresholds`: below which errors a run counts as solved. */
export function registerThresholds(program: Command, terminal: Terminal): Command {
  const command = program
    .command("thresholds")
    .description("compute the errors below which runs count as solved")
    .addArgument(
      new Argument(
        "[task]",
        "zero: the errors of the exact weights next to zero; two-layer: of weights 1e-5 off the exact ones; " +
          "sequences: what reference runs on sequences of images reach",
      )
        .choices(["zero", "two-layer", "sequences"])
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

sequences: a run on sequences of images is solved when it is as good as the image network under an exact sum or
product. For each length, the upper 99 % bound of Student's interval of the mean error of such runs at their best
rows: "threshold" by one degree of freedom less than there are runs, "as.published" by those that the authors took.
The runs are those that the figures' lookups name; train them first:
  figures train sequential_mnist_prod_reference/solved-accumulator

Examples:
  figures thresholds                      the errors as CSV
  figures thresholds --out thresholds     the files that the division-by-zero figures use
  figures thresholds two-layer
  figures thresholds sequences --runs runs --out thresholds`,
    );
  addFolderOptions(command, ["runs", "tables", "lookups"]);
  return command.action(async (task: ThresholdTask, options: ThresholdOptions) =>
    (await import("../commands/thresholds.js")).thresholds(task, options, terminal),
  );
}

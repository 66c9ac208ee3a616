import { type Command, Option } from "commander";
import {
  landscapeOperations,
  landscapeSubjects,
} from "../../train/analyses/landscapeOperations.js";
import type { Options } from "../commands/landscape.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures landscape`: the loss over two weights. */
export function registerLandscape(program: Command, terminal: Terminal): Command {
  return program
    .command("landscape")
    .description("compute the loss of two-layer networks over two shared weights")
    .addOption(
      new Option(
        "--of <what>",
        "division: Real NPU, NRU and NMRU; multiplication: NAC• and NMU; expectation: the error of NAC•'s expected output",
      )
        .choices(landscapeSubjects)
        .default("division"),
    )
    .addOption(
      new Option(
        "--operation <operation>",
        "div: (x1 + x2) / (x1 + x2 + x3 + x4); mul: their product",
      )
        .choices(landscapeOperations)
        .default("div"),
    )
    .option("--points <number>", "samples of each weight", Number, 101)
    .option("-o, --out <file>", "where to write; .csv or .parquet (default: CSV on the terminal)")
    .addHelpText(
      "after",
      `
A row for each module (Real NPU, NRU, NMRU) and pair of weights: module, w1, w2, rmse. The first layer adds,
with weight w1; the module's weights are w2, and -w2 or w2 of the reciprocal for what it divides by.

Examples:
  figures landscape --operation mul --out landscape.csv
  figures landscape --points 100 --out lookups/division/landscape-div.parquet   what nips-landscape draws
  figures landscape --of multiplication --points 51 --out lookups/nau/data/loss-curvature.parquet
  figures landscape --of expectation --points 51 --out lookups/nau/data/expectation-error.parquet`,
    )
    .action(async (options: Options) =>
      (await import("../commands/landscape.js")).landscape(options, terminal),
    );
}

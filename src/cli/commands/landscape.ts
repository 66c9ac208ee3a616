import { Option, type Command } from "commander";
import {
  landscapeOperations,
  type LandscapeOperation,
} from "../../train/analyses/landscapeOperations.js";
import type { Terminal } from "../terminal/terminal.js";

interface Options {
  readonly operation: LandscapeOperation;
  readonly points: number;
  readonly out?: string;
}

/** `figures landscape`: the loss over two weights. */
export function registerLandscape(program: Command, terminal: Terminal): Command {
  return program
    .command("landscape")
    .description("compute the loss of two-layer networks over two shared weights")
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
  figures landscape --out lookups/division/landscape-div.parquet      what nips-landscape draws`,
    )
    .action((options: Options) => landscape(options, terminal));
}

async function landscape({ operation, points, out }: Options, terminal: Terminal): Promise<void> {
  const { lossLandscape } = await import("../../train/analyses/lossLandscape.js");
  const { landscapeTable } = await import("../../train/analyses/landscapeTable.js");
  const table = landscapeTable(lossLandscape({ operation, points }));
  if (out === undefined) {
    const { csvText } = await import("../../tables/csv.js");
    await terminal.out(csvText(table));
    return;
  }
  const { writeTable } = await import("../../exports/exportLogs.js");
  await writeTable(out, table);
  await terminal.out(`${out}\n`);
}

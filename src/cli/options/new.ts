import type { Command } from "commander";
import { Argument } from "commander";
import type { Options } from "../commands/new.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures new`: a lookup of one's own logs to start from. */
export function registerNew(program: Command, terminal: Terminal): Command {
  return program
    .command("new")
    .description("print a lookup of logs of your own, to start from")
    .addArgument(
      new Argument("<what>", "curves: learning curves; values: a number of each run").choices([
        "curves",
        "values",
      ]),
    )
    .argument("<logdir...>", "folders that hold runs, at any depth")
    .option("--by <facts>", "facts by which runs are told apart by colour, comma-separated")
    .option("--facet <fact>", "fact by which there is a column of panels each (values: a row)")
    .option("--name <form>", "how runs are named: {model}_lr-{lr}_seed-{seed}")
    .option("--pattern <regex>", "the same as a regular expression with named groups")
    .option("-o, --out <file>", "write it there; its paths are relative to the file")
    .addHelpText(
      "after",
      `
Examples:
  figures new curves logs --by model --facet dataset --out lookups/curves.yaml
  figures new values logs > lookups/accuracy.yaml`,
    )
    .action(async (what: "curves" | "values", paths: string[], options: Options) =>
      (await import("../commands/new.js")).newLookup(what, paths, options, terminal),
    );
}

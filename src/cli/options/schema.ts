import { Argument, type Command } from "commander";
import type { Options, SchemaName } from "../commands/schema.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures schema`: what editors complete and check files with. */
export function registerSchema(program: Command, terminal: Terminal): Command {
  return program
    .command("schema")
    .description(
      "print the JSON schema of lookup files, of paper.yaml, of a project's figures.yaml or of pipeline files",
    )
    .addArgument(
      new Argument("[what]", "of which files")
        .choices(["lookup", "paper", "project", "pipeline"])
        .default("lookup"),
    )
    .option("--all <folder>", "write all of them there, as <what>.json")
    .addHelpText(
      "after",
      `
Editors that know YAML complete and check a lookup that begins with the line
  # yaml-language-server: $schema=../node_modules/tbfigures/dist/schemas/lookup.json

Examples:
  figures schema > lookup.json
  figures schema pipeline`,
    )
    .action(async (what: SchemaName, options: Options) =>
      (await import("../commands/schema.js")).schema(what, options, terminal),
    );
}

import { type Command, Option } from "commander";
import type { Options } from "../commands/query.js";
import { addFolderOptions } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures query`: SQL about logs, tables and figures. */
export function registerQuery(program: Command, terminal: Terminal): Command {
  const command = program
    .command("query")
    .description("ask logs, tables and figures in SQL")
    .argument("[sql]", "the query; - reads it from standard input")
    .option("-o, --out <file>", "where to write; .csv, .parquet, .json or .md")
    .addOption(
      new Option(
        "--format <format>",
        "how to print it (default: text, of at most 100 rows)",
      ).choices(["text", "csv", "json", "markdown"]),
    )
    .addOption(
      new Option(
        "--supersede <rule>",
        "what takes the place of what in logs that were restarted, as in figures export",
      ).choices(["restart", "step", "session", "none"]),
    )
    .option("--strict", "fail (exit code 1, nothing written) when anything could not be read")
    .addHelpText(
      "after",
      `
The query selects from functions that read what they name:
  scalars('logs')       a row per scalar: run, tag, step, wall_time, value, and what names and
                        hyperparameters say of the run (model, lr, seed, …)
  runs('logs')          a row per run
  hparams('logs'), texts('logs'), histograms('logs')
  outcomes('key'), summary('key')   the numbers of a figure, by run and by group
  read_table('a.csv')   a CSV or Parquet file; FROM 'a.csv' is the same
It is DuckDB's SQL. Nothing is changed, and no other file is read.

Examples:
  figures query "select model, avg(value) from scalars('logs') where tag = 'acc/val' group by model"
  figures query "from runs('logs') order by last_step" --format csv
  figures query "from scalars('logs') where tag like 'loss/%'" --out losses.parquet
  figures query "select model, mean_value from summary('nips-sltr-in2') where key = 'success.rate'"
  figures query - --out best.csv < best.sql`,
    )
    .action(async (sql: string | undefined, options: Options) =>
      (await import("../commands/query.js")).queryCommand(sql, options, terminal),
    );
  return addFolderOptions(command, ["runs", "tables", "lookups"]);
}

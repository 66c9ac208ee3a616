import { type Command, Option } from "commander";
import { type RunArgument, runArguments } from "../../experiments/settings/runArguments.js";
import type { Options } from "../commands/run.js";
import { addFolderOptions } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { backendOption, logEveryIterationOption, modulesOption } from "./train.js";

/** `figures run`: one run from the original script's own arguments. */
export function registerRun(program: Command, terminal: Terminal): Command {
  const command = program
    .command("run")
    .description("make one run from the arguments of the original single-layer script");
  const options = runArguments.map((argument) => ({ argument, option: toOption(argument) }));
  for (const { option } of options) command.addOption(option);
  command
    .option("--name-prefix <name>", "experiment: the folder of the run", "simple_function_static")
    .option("--remove-existing-data", "replace the run if it is there")
    .option("--no-cuda", "accepted; see --backend")
    .option("--no-save", "accepted; no checkpoints are written")
    .option("--load-checkpoint", "refused: a run is trained from its start")
    .addOption(backendOption())
    .addOption(modulesOption())
    .addOption(logEveryIterationOption())
    .option("--dry-run", "only print the run's folder");
  addFolderOptions(command, ["runs"]).addHelpText(
    "after",
    `
Names, defaults and meanings are the original's. Where --runs and $FIGURES_RUNS are not given, the
original's $TENSORBOARD_DIR counts. The run's folder is printed when it is finished.

Examples:
  figures run --operation div --layer-type NRU --seed 3 --interpolation-range '[1,2]' \\
    --extrapolation-range '[2,6]' --max-iterations 50000
  figures run --layer-type=RealNPU --operation=div --learning-rate=5e-3 --regualizer-l1 --verbose
  figures run --layer-type SignNMRU --sample-distribution truncated-normal 0 1 10 1 \\
    --interpolation-range '[-5,5]' --extrapolation-range '[5,15]' --name-prefix mine/nmru`,
  );
  return command.action(async (given: Options & Record<string, unknown>) => {
    const words = new Map<string, readonly string[]>();
    for (const { argument, option } of options) {
      const value = given[option.attributeName()];
      if (value === undefined) continue;
      words.set(argument.name, value === true ? [] : ([value].flat() as string[]));
    }
    const { run } = await import("../commands/run.js");
    return run(words, given, terminal);
  });
}

function toOption({ name, setting, title }: RunArgument): Option {
  const { kind, doc } = setting;
  const { values, valueName, choices } = kind;
  const value = { none: "", one: ` <${valueName}>`, words: ` <${valueName}...>` }[values];
  const about = choices ? `${doc}: ${choices.join(", ")}` : doc;
  const shown = values === "none" ? "" : ` (default: ${kind.show(setting.default)})`;
  return new Option(`${name}${value}`, `${about}${shown}`).helpGroup(`${title}:`);
}

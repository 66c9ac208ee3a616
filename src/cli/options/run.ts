import { Argument, type Command, Option } from "commander";
import { type RunArgument, runArguments } from "../../experiments/settings/runArguments.js";
import { scriptFlags } from "../../experiments/settings/scriptFlags.js";
import { defaultRunSettings } from "../../experiments/settings/runSettings.js";
import { type TaskName, taskNames } from "../../experiments/settings/training.js";
import { own } from "../../util/own.js";
import type { Options } from "../commands/run.js";
import { addFolderOptions } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";
import { backendOption, logEveryIterationOption, modulesOption } from "./train.js";

/** `figures run`: one run from the original script's own arguments. */
export function registerRun(program: Command, terminal: Terminal): Command {
  const command = program
    .command("run")
    .description("make one run from the arguments of an original script")
    .addArgument(
      new Argument("[task]", "the script: what is learnt")
        .choices(taskNames)
        .default(defaultRunSettings.task),
    );
  const options = runArguments.map((argument) => ({ argument, option: toOption(argument) }));
  for (const { option } of options) command.addOption(option);
  command
    .option(
      "--name-prefix <name>",
      "experiment: the folder of the run (default: simple_function_static; of sequential_mnist: sequence_mnist)",
    )
    .option("--remove-existing-data", "replace the run if it is there");
  const flags = scriptFlags.map(({ name, value, about }) => ({
    name,
    option: new Option(`${name}${value === "int" ? " <int>" : ""}`, about),
  }));
  for (const { option } of flags) command.addOption(option);
  command
    .addOption(backendOption())
    .addOption(modulesOption())
    .addOption(logEveryIterationOption())
    .option("--dry-run", "only print the run's folder");
  addFolderOptions(command, ["runs"]).addHelpText(
    "after",
    `
Names, defaults and meanings are the original's; simple_function_static (two layers) has 100 inputs, subset
ratio 0.25 and overlap ratio 0.5 where nothing else is given. What a task and its modules do not read is refused. Where --runs and $FIGURES_RUNS are not given, the
original's $TENSORBOARD_DIR counts. The run's folder is printed when it is finished.

Examples:
  figures run --operation div --layer-type NRU --seed 3 --interpolation-range '[1,2]' \\
    --extrapolation-range '[2,6]' --max-iterations 50000
  figures run --layer-type=RealNPU --operation=div --learning-rate=5e-3 --regualizer-l1 --verbose
  figures run --layer-type SignNMRU --sample-distribution truncated-normal 0 1 10 1 \\
    --interpolation-range '[-5,5]' --extrapolation-range '[5,15]' --name-prefix mine/nmru
  figures run simple_function_static --operation mul --layer-type ReRegualizedLinearNAC --nac-mul mnac \\
    --seed 0 --max-iterations 5000000 --name-prefix function_task_static`,
  );
  return command.action(async (task: TaskName, given: Options & Record<string, unknown>) => {
    const words = new Map<string, readonly string[]>();
    for (const { argument, option } of options) {
      const value = own(given, option.attributeName());
      if (value === undefined) continue;
      words.set(argument.name, value === true ? [] : ([value].flat() as string[]));
    }
    const { run } = await import("../commands/run.js");
    const passed = new Map<string, unknown>();
    for (const { name, option } of flags) {
      const key = option.attributeName();
      // commander turns --no-x into x: true, where it is not given.
      const value = option.negate ? own(given, key) === false : own(given, key);
      if (value !== undefined && value !== false) passed.set(name, value);
    }
    return run(task, words, passed, given, terminal);
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

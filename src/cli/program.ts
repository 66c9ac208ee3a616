import { Command, CommanderError } from "commander";
import { Interrupted } from "../util/interrupted.js";
import { UserError } from "../util/userError.js";
import { version } from "../util/version.js";
import { setPassedOn, splitPassedOn } from "./options/passedOn.js";
import { checkPaths } from "./terminal/checkPaths.js";
import { describeFault } from "./terminal/faults.js";
import type { Terminal } from "./terminal/terminal.js";

type Register = (program: Command, terminal: Terminal) => Command;

/** The commands in the order of the help. A new one is a file in options/, one in commands/, and a line here. */
const commands: ReadonlyMap<string, () => Promise<Register>> = new Map([
  ["init", async () => (await import("./options/init.js")).registerInit],
  ["inspect", async () => (await import("./options/inspect.js")).registerInspect],
  ["new", async () => (await import("./options/new.js")).registerNew],
  ["schema", async () => (await import("./options/schema.js")).registerSchema],
  ["list", async () => (await import("./options/list.js")).registerList],
  ["build", async () => (await import("./options/build.js")).registerBuild],
  ["export", async () => (await import("./options/export.js")).registerExport],
  ["query", async () => (await import("./options/query.js")).registerQuery],
  ["notebook", async () => (await import("./options/notebook.js")).registerNotebook],
  ["serve", async () => (await import("./options/serve.js")).registerServe],
  ["summary", async () => (await import("./options/summary.js")).registerSummary],
  ["check", async () => (await import("./options/check.js")).registerCheck],
  ["train", async () => (await import("./options/train.js")).registerTrain],
  ["status", async () => (await import("./options/status.js")).registerStatus],
  ["cancel", async () => (await import("./options/cancel.js")).registerCancel],
  ["task", async () => (await import("./options/task.js")).registerTask],
  ["run", async () => (await import("./options/run.js")).registerRun],
  ["data", async () => (await import("./options/data.js")).registerData],
  ["thresholds", async () => (await import("./options/thresholds.js")).registerThresholds],
  ["landscape", async () => (await import("./options/landscape.js")).registerLandscape],
]);

/** Loads the options of the command that is asked for, or of all: for help, and to say what there is. */
function loadOptions(name: string | undefined): Promise<Register[]> {
  if (name === "--version" || name === "-V") return Promise.resolve([]);
  const asked = name === undefined ? undefined : commands.get(name);
  return Promise.all(
    asked === undefined ? [...commands.values()].map((load) => load()) : [asked()],
  );
}

/**
 * Runs the command line and answers with the exit code: 0 done, 1 the work failed, 2 the command was
 * wrong, 130 stopped by Ctrl-C.
 *
 * @param args what follows the program's name
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command("figures")
    .description("From TensorBoard event files to the figures of a paper.")
    .version(version)
    .showHelpAfterError('("--help" shows what is possible)')
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
    })
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  figures inspect logs                       what logs of your own hold
  figures list                               every figure, and whether its data are there
  figures build nips-sltr-in2                out/nips-sltr-in2.pdf, .png and its numbers as CSV
  figures export runs/mine --out mine.csv    event files to one tidy table
  figures query "from runs('logs')"          a question in SQL about logs, tables, figures
  figures summary nips-sltr-in2              the numbers of a figure
  figures train sltr-in2/nru                 the runs of an experiment, with event files
  figures status                             which runs are done, running, failed and missing`,
    );
  program.hook("preAction", (_, command) => checkPaths(command));
  const { own, passedOn } = splitPassedOn(args);
  setPassedOn(program, passedOn);
  for (const register of await loadOptions(own[0])) {
    // A sub-command that is added by hand does not inherit these settings by itself.
    register(program, terminal).copyInheritedSettings(program);
  }
  try {
    await program.parseAsync(own, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(describeFault(error, terminal.environment));
    return error instanceof UserError ? error.exitCode : 1;
  }
}

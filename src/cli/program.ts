import { Command, CommanderError } from "commander";
import { Interrupted } from "../util/interrupted.js";
import { UserError } from "../util/userError.js";
import { version } from "../util/version.js";
import { registerBuild } from "./options/build.js";
import { registerCheck } from "./options/check.js";
import { registerExport } from "./options/export.js";
import { registerInspect } from "./options/inspect.js";
import { registerInit } from "./options/init.js";
import { registerLandscape } from "./options/landscape.js";
import { registerList } from "./options/list.js";
import { registerNew } from "./options/new.js";
import { registerRun } from "./options/run.js";
import { registerStatus } from "./options/status.js";
import { registerSummary } from "./options/summary.js";
import { registerThresholds } from "./options/thresholds.js";
import { registerTrain } from "./options/train.js";
import { describeFault } from "./terminal/faults.js";
import type { Terminal } from "./terminal/terminal.js";

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
  figures summary nips-sltr-in2              the numbers of a figure
  figures train sltr-in2/nru                 the runs of an experiment, with event files
  figures status                             which runs are done, running, failed and missing`,
    );
  const commands = [
    registerInit,
    registerInspect,
    registerNew,
    registerList,
    registerBuild,
    registerExport,
    registerSummary,
    registerCheck,
    registerTrain,
    registerStatus,
    registerRun,
    registerThresholds,
    registerLandscape,
  ];
  for (const register of commands) {
    // A sub-command that is added by hand does not inherit these settings by itself.
    register(program, terminal).copyInheritedSettings(program);
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(describeFault(error, terminal.environment));
    return error instanceof UserError ? error.exitCode : 1;
  }
}

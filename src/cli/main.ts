#!/usr/bin/env node
import { dropTemporaries } from "../util/files/temporaryFiles.js";
import { runProgram } from "./program.js";
import { keepCompiled } from "./terminal/compileCache.js";
import { describeFault } from "./terminal/faults.js";
import { exitOnInterruption } from "./terminal/interruptions.js";
import { processTerminal } from "./terminal/terminal.js";

keepCompiled(process.env);

const fail = (message: string): never => {
  dropTemporaries();
  processTerminal.err(message);
  process.exit(1);
};

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe may go away early (`figures list | head -1`): that is no failure.
  if (error.code === "EPIPE") process.exit(0);
  fail(`error: Cannot write the output: ${error.message}.\n`);
});
// Where nobody can be told anything, the work goes on.
process.stderr.on("error", () => undefined);
process.on("uncaughtException", (error) => fail(describeFault(error, process.env)));
exitOnInterruption(processTerminal);

process.exitCode = await runProgram(process.argv.slice(2), processTerminal);

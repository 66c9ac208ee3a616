#!/usr/bin/env node
import { runProgram } from "./program.js";
import { processTerminal } from "./terminal/terminal.js";

// The reader of a pipe may go away early (`figures list | head -1`): that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), processTerminal);

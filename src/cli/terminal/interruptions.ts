import { dropTemporaries } from "../../util/files/temporaryFiles.js";
import type { Terminal } from "./terminal.js";

const signals = { SIGINT: 130, SIGTERM: 143 } as const;
/** Work that ends by itself when it is told to; see {@link takeInterruptions}. */
let others = 0;
let describeProgress: (() => string) | undefined;

/**
 * Ends the process on Ctrl-C, or when the system asks it to end, with nothing half written and a line
 * that says what is missing. Work that ends by itself is left to do so.
 */
export function exitOnInterruption(terminal: Terminal): void {
  for (const [signal, exitCode] of Object.entries(signals)) {
    process.on(signal, () => {
      if (others > 0) return;
      const unwritten = dropTemporaries().map((path) => `${path} was not written`);
      const parts = [...(describeProgress ? [describeProgress()] : []), ...unwritten];
      terminal.err(`interrupted${parts.length > 0 ? `: ${parts.join(", ")}` : ""}\n`);
      process.exit(exitCode);
    });
  }
}

/** Leaves interruptions to the caller until the function that it gets is called. */
export function takeInterruptions(): () => void {
  others++;
  return () => void others--;
}

/** What is said when the work that begins now is interrupted: `3 of 27 figures built`. */
export function sayWhenInterrupted(describe: () => string): void {
  describeProgress = describe;
}

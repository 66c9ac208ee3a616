import { runProgram } from "../../src/cli/program.js";

/** What a command printed, and its exit code. */
export interface Recording {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Folders that are not there: a test must not depend on what somebody trained or built in this checkout. */
const nowhere = { FIGURES_RUNS: "none", FIGURES_TABLES: "none", FIGURES_OUT: "none" };

/**
 * Runs the real command line and records what it prints.
 *
 * @param environment variables of the environment; without them runs, tables and figures of the
 *   checkout are out of sight
 */
export async function figures(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = nowhere,
): Promise<Recording> {
  let out = "";
  let err = "";
  const code = await runProgram(args, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    environment,
  });
  return { code, out, err };
}

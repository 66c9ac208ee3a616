import { runProgram } from "../../src/cli/program.js";

/** What a command printed, and its exit code. */
export interface Recording {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the real command line and records what it prints. */
export async function figures(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
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

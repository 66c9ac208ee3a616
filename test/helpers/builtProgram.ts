import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Recording } from "./recordingTerminal.js";

const project = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The program as users have it, for tests in which it is submitted. It is built if its sources are newer.
 *
 * @param environment of the processes
 */
export function builtProgram(
  environment: NodeJS.ProcessEnv,
): (...args: string[]) => Promise<Recording> {
  execFileSync(process.execPath, ["build.js", "--unless-fresh"], { cwd: project });
  const main = join(project, "dist", "cli", "main.js");
  return (...args) =>
    new Promise((resolve) => {
      const options = { cwd: project, env: { ...environment, DEBUG: "" } };
      execFile(process.execPath, [main, ...args], options, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, out, err });
      });
    });
}

import { Project } from "../../explore/serve/project.js";
import { startServer } from "../../explore/serve/server.js";
import type { FolderOptions } from "../../figures/folders.js";
import { statOrUndefined } from "../../util/statOrUndefined.js";
import { UserError } from "../../util/userError.js";
import { describeFault } from "../terminal/faults.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { interruptible } from "../terminal/interruptible.js";
import { type Terminal, warner } from "../terminal/terminal.js";

export interface Options extends FolderOptions {
  readonly port?: string;
  readonly paper?: string;
}

/** Carries `figures serve` out. */
export async function serve(
  logDirectories: readonly string[],
  { port = "0", paper, ...options }: Options,
  terminal: Terminal,
): Promise<void> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UserError(`--port ${port} is no port: give a number up to 65535.`, 2);
  }
  const folders = foldersOf(options, terminal);
  const hasRuns = statOrUndefined(folders.runs)?.isDirectory() === true;
  const logs = logDirectories.length > 0 ? logDirectories : hasRuns ? [folders.runs] : [];
  const warn = warner(terminal);
  const project = new Project({ logs, folders, paper, warn });
  await interruptible(async (signal) => {
    const server = await startServer(project, {
      port: Number(port),
      onFault: (error) => terminal.err(describeFault(error, terminal.environment)),
    });
    await terminal.out(`${server.url}\n`);
    terminal.err("Open this address in a browser of this machine. Ctrl-C ends it.\n");
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve());
    });
    project.close();
    await server.close();
  });
}

import { availableParallelism } from "node:os";
import { Project } from "../../explore/serve/project.js";
import { writeSite } from "../../explore/serve/staticSite.js";
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
  readonly static?: string;
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
  if (options.static !== undefined) {
    const threads = Math.min(4, availableParallelism());
    const project = new Project({ logs, folders, paper, warn, everySeconds: 0, threads });
    const columns = terminal.errColumns ?? 0;
    const say = (text: string) => {
      if (columns > 0) terminal.err(`\r\x1b[K${text.slice(0, columns - 1)}`);
    };
    const { figures, bytes } = await writeSite(project, options.static, {
      warn,
      onFigure: say,
    }).finally(() => {
      project.close();
      say("");
    });
    const size = `${(bytes / 1e6).toFixed(1)} MB of data`;
    terminal.err(
      `${figures} ${figures === 1 ? "figure" : "figures"}, ${size} -> ${options.static}/index.html\n`,
    );
    return;
  }
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

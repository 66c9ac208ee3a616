import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPages } from "../../build-pages.js";
import { Project, type ProjectOptions } from "../../src/explore/serve/project.js";
import { type PageServer, startServer } from "../../src/explore/serve/server.js";
import { resolveFolders } from "../../src/figures/folders.js";

export interface RunningServer extends PageServer {
  readonly origin: string;
  /** The cookie that a browser is given for the token. */
  readonly cookie: string;
  readonly project: Project;
  readonly warnings: readonly string[];
  readonly faults: readonly unknown[];
}

let pages: Promise<string> | undefined;

/** The pages as their sources are now, bundled once for all tests. */
export function bundledPages(): Promise<string> {
  return (pages ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "figures-pages-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    await buildPages(folder);
    return folder;
  })());
}

/** Starts the real server. */
export async function runServer(
  options: Partial<ProjectOptions> & { readonly workingDirectory?: string } = {},
): Promise<RunningServer> {
  const warnings: string[] = [];
  const faults: unknown[] = [];
  const { workingDirectory = "none", ...rest } = options;
  const project = new Project({
    logs: [],
    folders: resolveFolders({}, {}, workingDirectory),
    warn: (message) => warnings.push(message),
    everySeconds: 0.1,
    ...rest,
  });
  const server = await startServer(project, {
    pages: await bundledPages(),
    onFault: (error) => faults.push(error),
  });
  const { origin } = new URL(server.url);
  const first = await fetch(server.url, { redirect: "manual" });
  const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
  const close = async () => {
    project.close();
    await server.close();
  };
  return { ...server, origin, cookie, project, warnings, faults, close };
}

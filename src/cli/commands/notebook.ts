import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { firstNotebook } from "../../explore/notebook/firstNotebook.js";
import { UserError } from "../../util/userError.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Terminal } from "../terminal/terminal.js";

export interface Options {
  readonly logs: string;
}

/** Carries `figures notebook` out. */
export async function notebook(file: string, { logs }: Options, terminal: Terminal): Promise<void> {
  if (!file.endsWith(".ipynb")) {
    throw new UserError(`A notebook is called .ipynb: figures notebook ${file}.ipynb`, 2);
  }
  if (existsSync(file)) terminal.err(`${file} is there already, and is left as it is.\n`);
  else {
    await writeFileAtomically(file, firstNotebook(logs));
    terminal.err(`-> ${file}\n`);
  }
  const kernel = denoOf();
  if (kernel === undefined) {
    throw new UserError(
      "Its kernel is not installed: npm install --save-dev deno, then figures notebook again.",
    );
  }
  const { command, before } = kernel;
  try {
    await promisify(execFile)(command, [...before, "jupyter", "--install"]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Deno's kernel cannot be made known to Jupyter: ${reason}`, 1, {
      cause: error,
    });
  }
  await terminal.out(
    `Open ${file} in VS Code or JupyterLab, with the kernel "Deno"; or: jupyter nbconvert --to html --execute ${file}\n`,
  );
}

/** Deno of the project, else that of the system. */
function denoOf(): { readonly command: string; readonly before: readonly string[] } | undefined {
  try {
    const { resolve: find } = createRequire(join(resolve("."), "figures.js"));
    const bin = join(dirname(find("deno/package.json")), "bin.cjs");
    return { command: process.execPath, before: [bin] };
  } catch {
    const folders = (process.env["PATH"] ?? "").split(process.platform === "win32" ? ";" : ":");
    const name = process.platform === "win32" ? "deno.exe" : "deno";
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    return found === undefined ? undefined : { command: found, before: [] };
  }
}

import { build } from "esbuild";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Options for Node with which a program, and what it starts, finds a card that answers at once.
 *
 * @param folder for what stands in for the package koffi
 */
export async function answeringCardOptions(folder: string): Promise<string> {
  const standIn = join(folder, "koffi.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./answeringKoffi.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: standIn,
    logLevel: "error",
  });
  const hooks = join(folder, "hooks.mjs");
  await writeFile(
    hooks,
    `export const resolve = (name, context, next) => name === "koffi"
      ? { url: ${JSON.stringify(pathToFileURL(standIn).href)}, shortCircuit: true }
      : next(name, context);`,
  );
  const register = join(folder, "register.mjs");
  const url = JSON.stringify(pathToFileURL(hooks).href);
  await writeFile(register, `import { register } from "node:module"; register(${url});`);
  return `--import=${pathToFileURL(register).href}`;
}

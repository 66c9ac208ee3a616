import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../../util/userError.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { addModule } from "./moduleRegistry.js";

const loaded = new Set<string>();

/**
 * Makes the modules of some JavaScript files available by their names. A file's default export is one
 * module or a list of them. A file is loaded once.
 *
 * @throws {UserError} when a file cannot be run or exports something else
 */
export async function loadModules(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const file = resolve(path);
    if (loaded.has(file)) continue;
    let content: { readonly default?: unknown };
    try {
      content = (await import(pathToFileURL(file).href)) as typeof content;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`Cannot load the module file ${path}: ${reason}.`, 1, { cause: error });
    }
    const definitions: unknown[] = [content.default].flat();
    for (const definition of definitions) {
      if (!isModule(definition)) {
        throw new UserError(
          `${path} does not export a module: its default export must be an object with name, ` +
            "layerTypes, namespace, parameters and forward, or a list of such objects.",
        );
      }
    }
    for (const definition of definitions as ModuleDefinition[]) addModule(definition);
    loaded.add(file);
  }
}

function isModule(value: unknown): value is ModuleDefinition {
  const module = (value ?? {}) as Record<string, unknown>;
  return (
    typeof module.name === "string" &&
    typeof module.namespace === "string" &&
    Array.isArray(module.layerTypes) &&
    module.layerTypes.length > 0 &&
    typeof module.parameters === "function" &&
    typeof module.forward === "function"
  );
}

import { readFile } from "node:fs/promises";
import { UserError } from "../util/userError.js";
import type { Experiment } from "./experiment.js";
import { pipelineFileSchema, pipelineNamesSchema } from "./pipelineFile.js";
import { parseYaml } from "./readYaml.js";
import { resolveExperiments } from "./resolveExperiments.js";
import { yamlFiles } from "./yamlFiles.js";

/**
 * Reads the experiments of all YAML files below the given folders, in the order of the folders, of the
 * files' paths and of the files. Folders that do not exist are skipped, the same folder given twice is
 * read once.
 *
 * @throws {UserError} naming file, line, field, what was expected and the nearest valid name; also for
 *   a name that is declared twice
 */
export async function readPipelines(directories: readonly string[]): Promise<Experiment[]> {
  const texts = await readTexts(directories);
  const declared = new Map<string, string>();
  const known = { rangeSets: [] as string[], bases: [] as string[], experiments: [] as string[] };
  for (const [path, text] of texts) {
    const names = parseYaml(text, path, pipelineNamesSchema);
    for (const kind of ["rangeSets", "bases", "experiments"] as const) {
      for (const name of Object.keys(names[kind] ?? {})) {
        const id = kind === "rangeSets" ? `range set "${name}"` : `"${name}"`;
        const earlier = declared.get(id);
        if (earlier !== undefined) {
          throw new UserError(
            `${path}: ${id} is already declared in ${earlier}. Rename one of them.`,
          );
        }
        declared.set(id, path);
        known[kind].push(name);
      }
    }
  }
  const schema = pipelineFileSchema(known);
  const files = texts.map(([path, text]) => ({ path, content: parseYaml(text, path, schema) }));
  return resolveExperiments(files);
}

async function readTexts(directories: readonly string[]): Promise<[path: string, text: string][]> {
  const paths = await yamlFiles(directories);
  return Promise.all(
    paths.map(async (path): Promise<[string, string]> => {
      try {
        return [path, await readFile(path, "utf8")];
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new UserError(`Cannot read ${path}: ${reason}.`, 1, { cause: error });
      }
    }),
  );
}

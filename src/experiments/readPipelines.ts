import { UserError } from "../util/userError.js";
import type { Experiment } from "./experiment.js";
import { pipelineFileSchema, pipelineNamesSchema } from "./pipelineFile.js";
import { readText, yamlDocument } from "../util/yaml/readYaml.js";
import { resolveExperiments } from "./resolveExperiments.js";
import { yamlFiles } from "../util/yaml/yamlFiles.js";

/**
 * Reads the experiments of all YAML files below the given folders, in the order of the folders, of the
 * files' paths and of the files. Folders that do not exist are skipped, the same folder given twice is
 * read once.
 *
 * @throws {UserError} naming file, line, field, what was expected and the nearest valid name; also for
 *   a name that is declared twice
 */
export async function readPipelines(directories: readonly string[]): Promise<Experiment[]> {
  const texts = await Promise.all(
    yamlFiles(directories).map(async (path): Promise<YamlText> => [path, await readText(path)]),
  );
  const id = JSON.stringify(texts);
  if (last?.id !== id) last = { id, experiments: parsePipelines(texts) };
  return [...last.experiments];
}

type YamlText = [path: string, text: string];

/** What was read last: `figures build --all` asks for the same files once per figure without data. */
let last: { readonly id: string; readonly experiments: readonly Experiment[] } | undefined;

function parsePipelines(texts: readonly YamlText[]): Experiment[] {
  const documents = texts.map(([path, text]) => ({ path, document: yamlDocument(text, path) }));
  const declared = new Map<string, string>();
  const known = { rangeSets: [] as string[], bases: [] as string[], experiments: [] as string[] };
  for (const { path, document } of documents) {
    const names = document.validate(pipelineNamesSchema);
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
  return resolveExperiments(
    documents.map(({ path, document }) => ({ path, content: document.validate(schema) })),
  );
}

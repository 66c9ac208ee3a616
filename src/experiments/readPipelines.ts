import type * as z from "zod";
import { UserError } from "../util/userError.js";
import type { Experiment } from "./experiment.js";
import { pipelineFileSchema, pipelineNamesSchema } from "./pipelineFile.js";
import { neededTexts, parsedPipeline, type YamlText } from "./neededPipelines.js";
import { readText, type YamlDocument } from "../util/yaml/readYaml.js";
import { resolveExperiments } from "./resolveExperiments.js";
import { yamlFiles } from "../util/yaml/yamlFiles.js";

export interface PipelineOptions {
  /**
   * Told about each file that is not as it should be, or that builds on what such a file declares; the
   * experiments of the others are read. Without it, the first such file is an error.
   */
  readonly onError?: (error: UserError) => void;
  /**
   * Names of experiments: only files that declare them, and those that these build on, are looked at. Whatever is wrong
   * with others is not found.
   */
  readonly needed?: readonly string[];
}

/**
 * Reads the experiments of all YAML files below the given folders, in the order of the folders, of the
 * files' paths and of the files. Folders that do not exist are skipped, the same folder given twice is
 * read once.
 *
 * @throws {UserError} naming file, line, field, what was expected and the nearest valid name; also for
 *   a name that is declared twice
 */
export async function readPipelines(
  directories: readonly string[],
  { onError, needed }: PipelineOptions = {},
): Promise<Experiment[]> {
  const all = await Promise.all(
    yamlFiles(directories).map(async (path): Promise<YamlText> => [path, await readText(path)]),
  );
  const texts = needed === undefined ? all : neededTexts(all, needed);
  const id = JSON.stringify(texts);
  if (last?.id !== id) last = { id, ...parsePipelines(texts) };
  for (const error of last.errors) {
    if (!onError) throw error;
    onError(error);
  }
  return [...last.experiments];
}

interface Parsed {
  readonly experiments: readonly Experiment[];
  /** One for each file that was left out. */
  readonly errors: readonly UserError[];
}

/** What was read last: `figures build --all` asks for the same files once per figure without data. */
let last: ({ readonly id: string } & Parsed) | undefined;

function parsePipelines(texts: readonly YamlText[]): Parsed {
  const errors: UserError[] = [];
  const keep = <T, R>(all: readonly T[], parse: (one: T) => R): R[] =>
    all.flatMap((one) => {
      try {
        return [parse(one)];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        errors.push(error);
        return [];
      }
    });
  let documents = keep(texts, ([path, text]) => {
    const document = parsedPipeline(path, text);
    return { path, document, names: document.validate(pipelineNamesSchema) };
  });
  // Leaving a file out may take away what another one builds on.
  for (;;) {
    const schema = pipelineFileSchema(declaredNames(documents));
    const contents = keep(documents, (one) => ({ ...one, content: one.document.validate(schema) }));
    if (contents.length === documents.length) {
      return { experiments: resolveExperiments(contents), errors };
    }
    documents = contents;
  }
}

interface NamedDocument {
  readonly path: string;
  readonly names: z.output<typeof pipelineNamesSchema>;
  readonly document: Pick<YamlDocument, "lines">;
}

/** @throws {UserError} for a name that is declared twice */
function declaredNames(
  documents: readonly NamedDocument[],
): Parameters<typeof pipelineFileSchema>[0] {
  const declared = new Map<string, NamedDocument>();
  const known = { rangeSets: [] as string[], bases: [] as string[], experiments: [] as string[] };
  for (const document of documents) {
    for (const kind of ["rangeSets", "bases", "experiments"] as const) {
      for (const name of Object.keys(document.names[kind] ?? {})) {
        const id = kind === "rangeSets" ? `range set "${name}"` : `"${name}"`;
        const earlier = declared.get(id);
        const place = (one: NamedDocument): string =>
          `${one.path}:${one.document.lines.get(`${kind}.${name}`) ?? 1}`;
        if (earlier !== undefined) {
          throw new UserError(
            `${place(document)}: ${id} is already declared in ${place(earlier)}. Rename one of them.`,
          );
        }
        declared.set(id, document);
        known[kind].push(name);
      }
    }
  }
  return known;
}

import { UserError } from "../util/userError.js";
import { lineOfField } from "../util/yaml/fieldLines.js";
import type { YamlDocument } from "../util/yaml/readYaml.js";
import type { Experiment } from "./experiment.js";
import type { ExperimentRange } from "./experimentRange.js";
import type { ExperimentSettings } from "./experimentSettings.js";
import type { PipelineFile } from "./pipelineFile.js";
import { tasksWithoutRanges } from "./settings/training.js";
import { crossVariations, type Variation, variationOfRange } from "./variations.js";

/** A pipeline file and its content. */
export interface SourceFile {
  readonly path: string;
  readonly content: PipelineFile;
  /** Knows on which line each of its fields stands. */
  readonly document: Pick<YamlDocument, "lines">;
}

/** What is handed down from defaults, bases and other experiments. */
interface Inherited {
  readonly title?: string;
  readonly seeds?: readonly number[];
  readonly ranges?: readonly ExperimentRange[];
  readonly variations?: readonly Variation[];
  readonly settings: ExperimentSettings;
}

type Entry = NonNullable<PipelineFile["defaults"]>;

/**
 * Puts each experiment together. Later wins: its file's defaults, what it extends in the given order,
 * what it says itself; settings are merged one by one. All references must be known.
 *
 * @throws {UserError} when inheritance is circular or an experiment is incomplete
 */
export function resolveExperiments(files: readonly SourceFile[]): Experiment[] {
  const rangeSets = new Map(
    files.flatMap(({ content }) => Object.entries(content.rangeSets ?? {})),
  );
  const entries = new Map<string, { entry: Entry; file: SourceFile }>();
  for (const file of files) {
    for (const group of [file.content.bases, file.content.experiments]) {
      for (const [name, entry] of Object.entries(group ?? {})) entries.set(name, { entry, file });
    }
  }

  const merge = (earlier: Inherited, entry: Entry, file: SourceFile, path: string[]): Inherited => {
    let merged = earlier;
    for (const parent of [entry.extends ?? []].flat()) {
      merged = override(merged, inherit(parent, [...path, parent], file));
    }
    return override(merged, {
      ...(entry.title !== undefined && { title: entry.title }),
      ...(entry.seeds && { seeds: entry.seeds }),
      ...(entry.ranges && {
        ranges: typeof entry.ranges === "string" ? rangeSets.get(entry.ranges)! : entry.ranges,
      }),
      ...(entry.variations && { variations: entry.variations }),
      settings: entry.settings ?? {},
    });
  };
  const inherit = (name: string, path: string[], from: SourceFile): Inherited => {
    if (path.indexOf(name) < path.length - 1) {
      throw new UserError(
        `${placeIn(from, path)}: "extends" goes round in a circle: ${path.join(" > ")}.`,
      );
    }
    const { entry, file } = entries.get(name)!;
    const isExperiment = Object.hasOwn(file.content.experiments ?? {}, name);
    const defaults = isExperiment ? file.content.defaults : undefined;
    const start = defaults ? merge({ settings: {} }, defaults, file, path) : { settings: {} };
    return merge(start, entry, file, path);
  };

  return files.flatMap((file) =>
    Object.entries(file.content.experiments ?? {}).map(([name, entry]): Experiment => {
      const { title, seeds, ranges, variations, settings } = inherit(name, [name], file);
      const hasRanges = !tasksWithoutRanges.some((task) => task === settings.task);
      const missing = [
        !seeds && "seeds",
        hasRanges && !ranges && !variations && "ranges",
        settings.layerType === undefined && "settings.layerType",
      ].filter((field) => field !== false);
      if (missing.length > 0) {
        throw new UserError(
          `${file.path}:${lineOfField(file.document.lines, `experiments.${name}`)}: experiment "${name}" has no ${missing.join(", no ")}. ` +
            'Give it there, in "defaults" or in something that it "extends".',
        );
      }
      return {
        name,
        title: title ?? settings.layerType!,
        purpose: entry.purpose,
        ...(entry.note !== undefined && { note: entry.note }),
        settings,
        seeds: seeds!,
        variations: allVariations(ranges, variations),
        ...(entry.sameRunsAs !== undefined && { sameRunsAs: entry.sameRunsAs }),
        file: file.path,
      };
    }),
  );
}

/** Where an experiment or base stands that its ancestors lead back to. */
function placeIn({ path: file, document }: SourceFile, ancestry: readonly string[]): string {
  const { lines } = document;
  const inFile = ancestry.flatMap((name) =>
    ["experiments", "bases"].flatMap((kind) => lines.get(`${kind}.${name}.extends`) ?? []),
  );
  return `${file}:${inFile.at(-1) ?? 1}`;
}

/** Of experiments whose runs differ in their seed alone. */
const theOnly: Variation = { label: "all", settings: {} };

/** Ranges, other variations, or every combination of the two. */
function allVariations(
  ranges: readonly ExperimentRange[] | undefined,
  others: readonly Variation[] | undefined,
): readonly Variation[] {
  const ofRanges = ranges?.map(variationOfRange);
  if (!ofRanges || !others) return ofRanges ?? others ?? [theOnly];
  return crossVariations(ofRanges, others);
}

const override = (earlier: Inherited, later: Inherited): Inherited => ({
  ...earlier,
  ...later,
  settings: { ...earlier.settings, ...later.settings },
});

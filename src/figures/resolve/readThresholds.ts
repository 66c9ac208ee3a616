import * as z from "zod";
import { basename } from "node:path";
import { own } from "../../util/own.js";
import { recordOf } from "../../util/recordOf.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { displayPath } from "../../util/text/displayPath.js";
import { UserError } from "../../util/userError.js";
import { type FieldLines, lineOfField } from "../../util/yaml/fieldLines.js";
import { yamlDocument } from "../../util/yaml/readYaml.js";
import {
  defaultThreshold,
  keyedFiles,
  lastPart,
  namedBy,
  type ReferenceRule,
  type ThresholdRule,
} from "../lookups/index.js";
import { type InputFile, readInput } from "./inputFile.js";
import type { MissingSeries, SeriesSource } from "./seriesSource.js";

const thresholdsSchema = z.strictObject({
  about: z.string().optional(),
  origin: z.string().optional(),
  sets: recordOf(recordOf(recordOf(z.number().positive()))),
});

/** Thresholds of one set: operation (`div`) -> extrapolation range (`U[2,6]`) or another fact -> threshold (MSE). */
export type ThresholdSet = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A file of thresholds. */
export interface ThresholdFile {
  readonly path: string;
  /** Where its thresholds come from, in few words. */
  readonly origin?: string;
  readonly lines: FieldLines;
  readonly sets: Readonly<Record<string, ThresholdSet>>;
}

/** What the runs of a series are judged by. */
export interface Threshold {
  /** Error below which a run is solved; undefined when none is known for its operation and place. */
  readonly of: (operation: string | null, place: string | null) => number | undefined;
  /** The fact of a run's name that says its place: the extrapolation range, mostly. */
  readonly by: string;
  /** The file that it was read from. */
  readonly file?: InputFile;
  /** Which thresholds these are and where they come from; undefined for the single-layer task's. */
  readonly description?: string;
  /** The same for captions: a number, a set of a file and where its numbers come from, or runs. */
  readonly source: number | ThresholdSource | ReferenceSource;
  /** The runs that it is computed from when the figure's numbers are: until then, `of` knows none. */
  readonly reference?: ReferenceRuns;
}

/** Runs whose errors give thresholds. */
export interface ReferenceRuns {
  readonly rule: ReferenceRule;
  /** Where they are; where they were looked for, when there are none. */
  readonly place: SeriesSource | MissingSeries;
}

/** For captions: what the reference runs are called, and the side of their interval that is taken. */
export interface ReferenceSource {
  readonly reference: string;
  readonly confidence: number;
}

export interface ThresholdSource {
  /** Name of the file, without folders. */
  readonly file: string;
  readonly set: string;
  readonly origin?: string | undefined;
}

const rangeFact = "extrapolation.range";

/**
 * Finds and reads what a rule of a lookup asks for.
 *
 * @param locate finds reference runs
 * @throws {UserError} when the file or the set does not exist, or the file is invalid
 */
export function resolveThreshold(
  rule: ThresholdRule,
  directories: readonly string[],
  locate: (reference: ReferenceRule["reference"]) => ReferenceRuns["place"],
): Threshold {
  if (typeof rule === "number") {
    return {
      of: () => rule,
      by: rangeFact,
      description: `the lookup's threshold ${rule}`,
      source: rule,
    };
  }
  if ("reference" in rule) {
    const { reference, by, confidence } = rule;
    return {
      of: () => undefined,
      by,
      source: { reference: referenceName(rule), confidence },
      reference: { rule, place: locate(reference) },
    };
  }
  const input = findThresholdFile(directories, rule.file);
  const file = parseThresholds(input);
  const set = setOf(file, rule.set);
  const isDefault = rule.file === defaultThreshold.file && rule.set === defaultThreshold.set;
  const place = displayPath(file.path);
  return {
    of: (operation, place) => own(own(set, operation ?? ""), place ?? ""),
    by: rule.by ?? rangeFact,
    file: input,
    description: isDefault ? undefined : file.origin ? `${place} (${file.origin})` : place,
    source: { file: basename(file.path), set: rule.set, origin: file.origin },
  };
}

/** What reference runs are called. */
export const referenceName = ({ reference }: ReferenceRule): string =>
  reference.experiment ?? reference.table ?? (reference.runs ?? []).join(", ");

/**
 * Reads one set of a threshold file: a name, or the whole key where several end like that.
 *
 * @throws {UserError} when the file or the set does not exist, or the file is invalid
 */
export function readThresholdSet(
  directories: readonly string[],
  file: string,
  set: string,
): ThresholdSet {
  return setOf(parseThresholds(findThresholdFile(directories, file)), set);
}

function findThresholdFile(directories: readonly string[], name: string): InputFile {
  const files = keyedFiles(directories);
  const found = namedBy(name, files, "threshold files");
  if (found !== undefined) return readInput(found.path);
  const known = files.flatMap(({ key }) => [key, lastPart(key)]);
  throw new UserError(
    `There is no threshold file "${name}.yaml".${didYouMean(name, known)}\n` +
      `Looked in: ${directories.join(", ")}.`,
  );
}

/** What was parsed, by the file's content: series and figures share few files. */
const parsed = new WeakMap<InputFile, ThresholdFile>();

function parseThresholds(input: InputFile): ThresholdFile {
  const before = parsed.get(input);
  if (before !== undefined) return before;
  const document = yamlDocument(input.text, input.path);
  const content = document.validate(thresholdsSchema);
  const file = { path: input.path, lines: document.lines, ...content };
  parsed.set(input, file);
  return file;
}

function setOf({ path, sets, lines }: ThresholdFile, set: string): ThresholdSet {
  const found = own(sets, set);
  if (found !== undefined) return found;
  throw new UserError(
    `${path}:${lineOfField(lines, "sets")}: it has no set "${set}".${didYouMean(set, Object.keys(sets))}\n` +
      `Its sets: ${Object.keys(sets).join(", ")}.`,
  );
}

import { UserError } from "../../util/userError.js";
import { completeSettings, type GivenSettings } from "../settings/runSettings.js";
import type { NameCell } from "../settings/setting.js";
import type { TaskName } from "../settings/training.js";
import type { NameFormat, RunNameColumns, Segment } from "./nameFormat.js";
import { sequenceName } from "./sequenceName.js";
import { singleLayerName } from "./singleLayerName.js";
import { twoLayerName } from "./twoLayerName.js";

/** How the runs of each task are named. */
const formats: Readonly<Record<TaskName, NameFormat>> = {
  single_layer: singleLayerName,
  simple_function_static: twoLayerName,
  sequential_mnist: sequenceName,
};

/** What file systems allow, in bytes. */
const longestName = 255;

/**
 * The name of a run's directory: the original program's segments joined by `_`, numbers written as
 * Python writes them.
 *
 * @param given the settings that were given; the original's defaults of the penalties' factors are
 *   ints while given values are floats, so that a default 10 reads `10` and a given one `10.0`
 * @throws {UserError} when the name is longer than a file's name may be
 */
export function formatRunName(given: GivenSettings): string {
  const settings = completeSettings(given);
  return seedNames(given)(settings.seed);
}

/**
 * The names of runs that differ in the seed alone, by their seed. What the seed does not change is
 * written once.
 *
 * @throws {UserError} as {@link formatRunName} does, for a seed
 */
export function seedNames(given: GivenSettings): (seed: number) => string {
  const settings = completeSettings(given);
  const run = { settings, given };
  const segments = formats[settings.task].segments.map((segment) => {
    const isSame = segment.keys !== undefined && !segment.keys.includes("seed");
    return isSame ? segment.encode(run) : segment;
  });
  return (seed) => {
    const ofSeed = { settings: { ...settings, seed }, given: { ...given, seed } };
    const texts = segments.map((segment) =>
      typeof segment === "string" ? segment : segment.encode(ofSeed),
    );
    return checkedName(texts.join("_"));
  };
}

function checkedName(name: string): string {
  const bytes = Buffer.byteLength(name);
  if (bytes > longestName) {
    throw new UserError(
      `A run's name would have ${bytes} bytes, and file systems take ${longestName}: ` +
        `give ranges and factors with fewer digits.\n${name}`,
    );
  }
  return name;
}

/**
 * Decodes the name of a run: what {@link formatRunName} writes, and what the published programs wrote.
 * Column names of the segments that the R scripts decode are theirs; the others are named after
 * the training argument.
 *
 * @returns null when the name is not of that form
 */
export function decodeRunName(name: string): RunNameColumns | null {
  const texts = name.split("_");
  for (const format of Object.values(formats)) {
    const columns = decodeAs(format, texts);
    if (columns) return columns;
  }
  return null;
}

function decodeAs(format: NameFormat, texts: readonly string[]): RunNameColumns | null {
  const { segments, fewest = segments.length, appendices, second = "op-" } = format;
  const most = segments.length + appendices.length;
  if (texts.length < fewest || texts.length > most || !texts[1].startsWith(second)) return null;
  const all = [...segments, ...appendices];
  const columns: Record<string, NameCell> = {};
  texts.forEach((text, index) => Object.assign(columns, decodedSegment(all[index], text)));
  return { ...columns, ...format.derive?.(columns) };
}

/** What segments say: thousands of names have the same few texts in most places. */
const decoded = new WeakMap<Segment, Map<string, RunNameColumns>>();
const mostTexts = 1000;

function decodedSegment(segment: Segment, text: string): RunNameColumns {
  let known = decoded.get(segment);
  if (known === undefined || known.size >= mostTexts) {
    known = new Map<string, RunNameColumns>();
    decoded.set(segment, known);
  }
  let columns = known.get(text);
  if (columns === undefined) known.set(text, (columns = segment.decode(text)));
  return columns;
}

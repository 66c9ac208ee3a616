import { UserError } from "../../util/userError.js";
import { completeSettings, type GivenSettings } from "../settings/runSettings.js";
import type { TaskName } from "../settings/training.js";
import type { NameFormat, RunNameColumns } from "./nameFormat.js";
import { singleLayerName } from "./singleLayerName.js";
import { twoLayerName } from "./twoLayerName.js";

/** How the runs of each task are named. */
const formats: Readonly<Record<TaskName, NameFormat>> = {
  single_layer: singleLayerName,
  simple_function_static: twoLayerName,
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
  const run = { settings: completeSettings(given), given };
  const { segments } = formats[run.settings.task];
  const name = segments.map((segment) => segment.encode(run)).join("_");
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
  const { segments, fewest = segments.length, appendices } = format;
  const most = segments.length + appendices.length;
  if (texts.length < fewest || texts.length > most || !texts[1].startsWith("op-")) return null;
  const all = [...segments, ...appendices];
  const columns = Object.fromEntries(
    texts.flatMap((text, index) => Object.entries(all[index].decode(text))),
  );
  return { ...columns, ...format.derive?.(columns) };
}

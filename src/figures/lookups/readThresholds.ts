import { access } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { didYouMean } from "../../util/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { readYamlFile } from "../../util/yaml/readYaml.js";

const thresholdsSchema = z.strictObject({
  about: z.string().optional(),
  origin: z.string().optional(),
  sets: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number().positive()))),
});

/** Thresholds of one set: operation (`div`) -> extrapolation range (`U[2,6]`) -> threshold (MSE). */
export type ThresholdSet = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A file of thresholds. */
export interface ThresholdFile {
  readonly path: string;
  /** Where its thresholds come from, in few words. */
  readonly origin?: string;
  readonly sets: Readonly<Record<string, ThresholdSet>>;
}

/**
 * Reads one set of the first `<file>.yaml` that one of the folders holds.
 *
 * @throws {UserError} when the file or the set does not exist, or the file is invalid
 */
export async function readThresholdSet(
  directories: readonly string[],
  file: string,
  set: string,
): Promise<ThresholdSet> {
  const { path, sets } = await readThresholdFile(directories, file);
  const found = sets[set];
  if (found) return found;
  throw new UserError(
    `${path} has no set "${set}".${didYouMean(set, Object.keys(sets))}\n` +
      `Its sets: ${Object.keys(sets).join(", ")}.`,
  );
}

/**
 * Reads the first `<file>.yaml` that one of the folders holds.
 *
 * @throws {UserError} when there is none or it is invalid
 */
export async function readThresholdFile(
  directories: readonly string[],
  file: string,
): Promise<ThresholdFile> {
  for (const directory of directories) {
    const path = join(directory, `${file}.yaml`);
    if (await exists(path)) return { path, ...(await readYamlFile(path, thresholdsSchema)) };
  }
  throw new UserError(
    `There is no threshold file "${file}.yaml".\nLooked in: ${directories.join(", ")}.`,
  );
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

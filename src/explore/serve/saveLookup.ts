import * as z from "zod";
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { stringify } from "yaml";
import { ownLookup, ownLookupSchema } from "../../figures/lookups/ownLookup.js";
import { displayPath } from "../../util/text/displayPath.js";
import { UserError } from "../../util/userError.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Project } from "./project.js";

const requestSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/i),
  store: z.string(),
  tags: z.array(z.string().max(1000)).min(1).max(100),
  /** Regular expression that the runs' names match. */
  runs: z.string().max(1000).refine(isRegex),
  smooth: z.number().min(0).lt(1),
  axis: z.enum(["step", "relative", "time"]),
  isLog: z.boolean(),
  by: z.string().max(200).optional(),
});

function isRegex(text: string): boolean {
  try {
    return new RegExp(text).source !== "";
  } catch {
    return false;
  }
}

const axisNames = { step: "step", relative: "relative", time: "wall" } as const;

/**
 * Writes what a page shows as a lookup file of the project. A file that is there is left alone.
 *
 * @returns its path
 * @throws {UserError} when the request makes no lookup, or there is one of that name
 */
export async function saveLookup(project: Project, body: unknown): Promise<string> {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) {
    throw new UserError(
      "A lookup is called by letters, digits and hyphens, has 1 to 100 tags, and takes runs by a regular expression.",
      2,
    );
  }
  const { name, store, tags, runs, smooth, axis, isLog, by } = parsed.data;
  const directories = project.directoriesOf(store);
  if (directories.length === 0) throw new UserError("Only logs of your own become a lookup.", 2);
  const folder = project.folders.lookups[0];
  const path = join(folder, `${name}.yaml`);
  if (existsSync(path)) {
    throw new UserError(`${displayPath(path)} is there already: choose another name.`, 2);
  }
  const paths = directories.map((directory) => relative(folder, resolve(directory)) || ".");
  const down = Math.ceil(tags.length / 2);
  const content = {
    title: name,
    spec: "learning-curves",
    runs: paths.length === 1 ? paths[0] : paths,
    ...(runs !== "" && { pattern: `^(?<run>.*(?:${runs}).*)$` }),
    tags,
    ...(by !== undefined && runs === "" && { series: { by } }),
    x: axisNames[axis],
    ...(smooth > 0 && { smooth }),
    size: { widthCm: tags.length > 1 ? 17 : 8.5, heightCm: Math.round(22 + 36 * down) / 10 },
    ...(isLog && { params: { yScale: "log" } }),
  };
  const checked = ownLookupSchema.safeParse(content);
  if (!checked.success) throw new UserError(`This makes no lookup: ${checked.error.message}`, 2);
  ownLookup(checked.data);
  await writeFileAtomically(path, stringify(content, { lineWidth: 100 }));
  return displayPath(path);
}

import { join } from "node:path";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { RunDirectory } from "./findRuns.js";
import { MediaPaths } from "./mediaPaths.js";
import type { ReadOptions } from "../decode/readOptions.js";
import { RunStream } from "./runStream.js";

/** A picture or clip that was written. */
export interface MediaFile {
  readonly run: string;
  readonly tag: string;
  readonly kind: "image" | "audio";
  readonly step: number;
  readonly path: string;
}

/**
 * Writes the pictures and clips of a run into `folder`, each as the file that was logged
 * (`<run>/<tag>/step_00000010.png`), and yields what was written. `options.images` and `options.audio`
 * say which; both default to all. Only what is being written is held in memory. `paths` keeps the files of
 * several runs apart.
 *
 * @returns the stream that was read: its losses, counts and what was superseded
 * @throws {UserError} when the folder cannot be written to
 */
export async function* writeMedia(
  run: RunDirectory,
  folder: string,
  options: ReadOptions = {},
  paths = new MediaPaths(),
): AsyncGenerator<MediaFile, RunStream> {
  const stream = new RunStream(
    run,
    { images: true, audio: true, ...options, scalars: false },
    { mostHeldFileBytes: 2 ** 24 },
  );
  for await (const { points } of stream) {
    for (const point of points) {
      if (point.kind !== "image" && point.kind !== "audio") continue;
      const { kind, step, contentType } = point;
      const { tag } = point.tag;
      const files = kind === "image" ? point.images : point.clips;
      for (const [index, bytes] of files.entries()) {
        const place = { run: run.name, tag, step, index, contentType };
        const path = join(folder, paths.pathOf(place));
        await writeFileAtomically(path, bytes);
        yield { run: run.name, tag, kind, step, path };
      }
    }
  }
  return stream;
}

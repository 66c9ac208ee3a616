import {
  describeLoss,
  findRuns,
  type Loss,
  type ReadOptions,
  writeMedia,
} from "../../events/index.js";
import { matchTags } from "../../util/matchTags.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";

interface MediaOptions extends Pick<ReadOptions, "checksums" | "supersede"> {
  readonly tags?: string[];
  readonly strict?: boolean;
}

/** `--images`: pictures and clips to files. */
export async function exportMedia(
  logDirectory: string,
  folder: string,
  options: MediaOptions,
  terminal: Terminal,
): Promise<void> {
  const wanted = options.tags ? matchTags(options.tags) : true;
  const losses: Loss[] = [];
  let files = 0;
  for (const run of await findRuns(logDirectory, { onLoss: (loss) => losses.push(loss) })) {
    const { checksums, supersede } = options;
    const media = writeMedia(run, folder, { images: wanted, audio: wanted, checksums, supersede });
    let next = await media.next();
    for (; next.done !== true; next = await media.next()) {
      files++;
      await terminal.out(`${next.value.path}\n`);
    }
    losses.push(...next.value.losses);
  }
  for (const loss of losses) terminal.err(`warning: ${describeLoss(loss)}\n`);
  const done = `${logDirectory}: ${files} files, ${losses.length} losses`;
  if (files === 0) throw new UserError(`${done}: no run logged pictures or sounds.`);
  if (options.strict && losses.length > 0) throw new UserError(done);
  terminal.err(`${done} -> ${folder}\n`);
}

import {
  describeLoss,
  describeSuperseded,
  type Loss,
  MediaPaths,
  type ReadOptions,
  totalCostOf,
  writeMedia,
} from "../../events/index.js";
import { findRunsIn, type LogDirectories, shownDirectories } from "../../exports/logDirectories.js";
import { append } from "../../util/lists/longLists.js";
import { matchTags } from "../../util/text/matchTags.js";
import { UserError } from "../../util/userError.js";
import type { Terminal } from "../terminal/terminal.js";

interface MediaOptions extends Pick<ReadOptions, "checksums" | "supersede"> {
  readonly tags?: string[];
  readonly strict?: boolean;
}

/** `--images`: pictures and clips to files. */
export async function exportMedia(
  logDirectories: LogDirectories,
  folder: string,
  options: MediaOptions,
  terminal: Terminal,
): Promise<void> {
  const wanted = options.tags ? matchTags(options.tags) : true;
  const losses: Loss[] = [];
  const superseded: string[] = [];
  const paths = new MediaPaths();
  let files = 0;
  let leftOut = 0;
  const onNote = (note: string) => terminal.err(`note: ${note}\n`);
  const onLoss = (loss: Loss) => void losses.push(loss);
  for (const run of await findRunsIn(logDirectories, { onLoss, onNote })) {
    const { checksums, supersede } = options;
    const read = { images: wanted, audio: wanted, checksums, supersede };
    const media = writeMedia(run, folder, read, paths);
    let next = await media.next();
    for (; next.done !== true; next = await media.next()) {
      files++;
      await terminal.out(`${next.value.path}\n`);
    }
    append(losses, next.value.losses);
    for (const { values } of next.value.superseded) leftOut += values;
    const keep = "--supersede none keeps them.";
    append(superseded, describeSuperseded(run.name, next.value.superseded, keep));
  }
  for (const loss of losses) terminal.err(`warning: ${describeLoss(loss)}\n`);
  for (const line of superseded) terminal.err(`warning: ${line}\n`);
  const left = leftOut > 0 ? `, ${leftOut} left out` : "";
  const lost = losses.length > 0 ? `, lost: ${totalCostOf(losses)}` : "";
  const done = `${shownDirectories(logDirectories)}: ${files} ${files === 1 ? "file" : "files"}${left}${lost}`;
  if (files === 0) throw new UserError(`${done}: no run logged pictures or sounds.`);
  const isUnasked = leftOut > 0 && options.supersede === undefined;
  if (options.strict && (losses.length > 0 || isUnasked)) throw new UserError(done);
  terminal.err(`${done} -> ${folder}\n`);
}

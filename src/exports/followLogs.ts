import { followValues, type Loss } from "../events/index.js";
import type { TablePart } from "../tables/tableStream.js";
import { matchTags } from "../util/text/matchTags.js";
import { tableNames } from "./readNamedRuns.js";
import { scalarRows } from "./rows/scalarRows.js";

export interface FollowLogsOptions {
  /** Patterns of scalar tags; all by default. */
  readonly tags?: readonly string[];
  readonly everySeconds?: number;
  readonly signal: AbortSignal;
  readonly onLoss: (loss: Loss) => void;
}

/**
 * Follows growing logs: yields the scalars that are new since the last time, one row each with the
 * columns of `scalarRows`. After a restart the repeated steps come again: the later row of a tag and
 * step is the valid one.
 */
export async function* followLogs(
  logDirectory: string,
  options: FollowLogsOptions,
): AsyncGenerator<TablePart> {
  const { tags, ...rest } = options;
  const scalars = tags ? matchTags(tags) : true;
  const nameOf = tableNames(logDirectory);
  const told = new Set<string>();
  for await (const { run, batch, losses } of followValues(logDirectory, { ...rest, scalars })) {
    for (const loss of losses.filter(isFinal)) {
      const key = JSON.stringify([loss.file, loss.kind, loss.offset]);
      if (!told.has(key)) options.onLoss(loss);
      told.add(key);
    }
    const part = scalarRows.rowsOf(nameOf(run))(batch);
    if (part.rows > 0) yield part;
  }
}

/** A record that is not whole yet is no loss while its file is being followed. */
const isFinal = ({ kind }: Loss): boolean => kind !== "truncated";
